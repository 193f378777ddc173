// The social preview of every page that has none of its own: the mark, the name, the sentence, and
// whether the instance shows generated data.
import { ImageResponse } from 'next/og';
import { EXAMPLE_NOTE } from '@/lib/badge/badge';
import { isDemo } from '@/lib/config/current';
import { PreviewNote } from './preview-image';
import { DESCRIPTION } from './site';

export const alt = `Flopmark. ${DESCRIPTION}`;
export const size = { width: 1200, height: 630 };
export const contentType = 'image/png';
export const dynamic = 'force-dynamic';

export default function OpenGraphImage() {
  return new ImageResponse(
    <div
      style={{
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        width: '100%',
        height: '100%',
        padding: 80,
        background: '#fdfdfc',
        color: '#16181b',
      }}
    >
      <div style={{ display: 'flex', alignItems: 'center', gap: 24, fontSize: 48 }}>
        <svg width="72" height="72" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M2.5 20.5 11 6h10.5" fill="none" stroke="#16181b" strokeWidth="2.5" />
          <circle cx="16" cy="14" r="3" fill="#08715a" />
        </svg>
        Flopmark
      </div>
      {isDemo() && <PreviewNote note={EXAMPLE_NOTE} />}
      <div style={{ display: 'flex', fontSize: 72, lineHeight: 1.15, letterSpacing: -2 }}>
        {DESCRIPTION}
      </div>
    </div>,
    size,
  );
}
