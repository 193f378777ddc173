// The badge of a run as it will look, in both styles, with lines to copy. Snippets use the full address, because they are
// pasted elsewhere; the preview is the real route.
import { Snippet } from '@/app/_components/snippet';

interface ShareBadgeProps {
  readonly origin: string;
  readonly runId: string;
  /** What the picture says to those who do not see it. */
  readonly alt: string;
}

const escapeHtml = (value: string): string => value.replace(/[&<>"]/g, (char) => `&#${char.charCodeAt(0)};`);
const escapeMarkdown = (value: string): string => value.replace(/[\\[\]`*_<>&]/g, '\\$&');

export function ShareBadge({ origin, runId, alt }: ShareBadgeProps) {
  const page = `${origin}/runs/${runId}`;
  const image = `${origin}/badge/run/${runId}.svg`;
  const path = `/badge/run/${runId}.svg`;
  return (
    <div className="space-y-6">
      <div className="space-y-3">
        {/* biome-ignore lint/performance/noImgElement: an SVG badge is shown as it is served */}
        <img src={path} alt={alt} height={20} className="block h-5" />
        {/* biome-ignore lint/performance/noImgElement: an SVG badge is shown as it is served */}
        <img src={`${path}?style=for-the-badge`} alt="" height={28} className="block h-7" />
      </div>
      <Snippet name="Markdown" text={`[![${escapeMarkdown(alt)}](${image})](${page})`} />
      <Snippet name="HTML" text={`<a href="${page}"><img src="${image}" alt="${escapeHtml(alt)}"></a>`} />
      <p className="text-grey-4 text-sm">
        Add <code className="font-mono text-ink">?style=for-the-badge</code> to the picture&rsquo;s address for the
        larger one.
      </p>
    </div>
  );
}
