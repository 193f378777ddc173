// The social preview of a page that stands for one thing: what its badge says, large. Drawn where
// it is asked for, with the font that the library brings; characters that this font has not would
// be fetched from elsewhere, so they become "?".
import { ImageResponse } from 'next/og';
import { type Badge, messageOf, NOTE_FILL, TONE_FILL } from '@/lib/badge/badge';
import { CACHE_POLICIES, cacheControl } from '@/lib/edge/cache-policy';

export const PREVIEW_SIZE = { width: 1200, height: 630 } as const;

/** Latin letters, digits, punctuation and the signs of units. */
const KNOWN = /[^\u0020-\u007e\u00a0-\u017f–—…]/gu;
const LONGEST = 60;

function words(text: string): string {
  const plain = text.replaceAll('\u2009', ' ').replace(KNOWN, '?');
  return plain.length <= LONGEST ? plain : `${plain.slice(0, LONGEST - 1)}…`;
}

/** A strip that says what must be known of a picture. */
export const PreviewNote = ({ note }: { readonly note: string }) => (
  <div
    style={{
      display: 'flex',
      alignSelf: 'flex-start',
      padding: '8px 20px',
      background: NOTE_FILL,
      color: '#fff',
      fontSize: 34,
    }}
  >
    {note}
  </div>
);

export function previewImage(badge: Badge): ImageResponse {
  const [lead = '', ...rest] = badge.parts;
  return new ImageResponse(
    <div
      style={{
        display: 'flex',
        flexDirection: 'column',
        justifyContent: 'space-between',
        width: '100%',
        height: '100%',
        padding: '72px 80px',
        background: '#fdfdfc',
        color: '#16181b',
        borderLeft: `24px solid ${TONE_FILL[badge.tone]}`,
      }}
    >
      <div style={{ display: 'flex', flexDirection: 'column', gap: 16 }}>
        {badge.note !== undefined && <PreviewNote note={badge.note} />}
        <div style={{ display: 'flex', fontSize: 44, color: '#575d64' }}>{words(badge.label)}</div>
      </div>
      <div style={{ display: 'flex', flexDirection: 'column', gap: 24 }}>
        <div style={{ display: 'flex', fontSize: 84, lineHeight: 1.1, letterSpacing: -2 }}>
          {words(lead)}
        </div>
        <div style={{ display: 'flex', fontSize: 40, color: '#575d64' }}>
          {words(messageOf({ parts: rest }))}
        </div>
      </div>
      <div style={{ display: 'flex', alignItems: 'center', gap: 20, fontSize: 36 }}>
        <svg width="52" height="52" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M2.5 20.5 11 6h10.5" fill="none" stroke="#16181b" strokeWidth="2.5" />
          <circle cx="16" cy="14" r="3" fill="#08715a" />
        </svg>
        Flopmark
      </div>
    </div>,
    { ...PREVIEW_SIZE, headers: { 'Cache-Control': cacheControl(CACHE_POLICIES.badge) } },
  );
}
