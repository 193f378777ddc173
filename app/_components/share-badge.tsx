// The badge of a run as it will look, in both styles, with lines to copy. Snippets use the full
// address, because they are pasted elsewhere; the preview is the real route.
import { Snippet } from '@/app/_components/snippet';
import { addressesOf, snippetsOf } from '@/lib/views/badge-snippets';

interface ShareBadgeProps {
  readonly origin: string;
  readonly runId: string;
  /** What the picture says to those who do not see it. */
  readonly alt: string;
}

export function ShareBadge({ origin, runId, alt }: ShareBadgeProps) {
  const addresses = addressesOf(`run/${runId}`, `/runs/${runId}`);
  const { markdown, html } = snippetsOf(origin, addresses, alt);
  return (
    <div className="space-y-6">
      <div className="space-y-3">
        {/* biome-ignore lint/performance/noImgElement: an SVG badge is shown as it is served */}
        <img src={addresses.picture} alt={alt} height={20} className="block h-5" />
        {/* biome-ignore lint/performance/noImgElement: an SVG badge is shown as it is served */}
        <img
          src={`${addresses.picture}?style=for-the-badge`}
          alt=""
          height={28}
          className="block h-7"
        />
      </div>
      <Snippet name="Markdown" text={markdown} />
      <Snippet name="HTML" text={html} />
      <p className="text-grey-4 text-sm">
        The larger style, a card for a page, a frozen date:{' '}
        {/*
          Not a Link: the page of a run that was just measured is isolated, and cards must not be.
        */}
        <a className="link" href={`/badges?about=run&run=${runId}`}>
          the badge builder
        </a>
        .
      </p>
    </div>
  );
}
