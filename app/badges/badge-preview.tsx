// The badge and the card as they are served, and the lines that show them elsewhere.
import { Snippet } from '@/app/_components/snippet';
import { CARD_SIZE } from '@/lib/badge/card';
import { type BadgeAddresses, snippetsOf } from '@/lib/views/badge-snippets';

interface BadgePreviewProps {
  readonly origin: string;
  readonly addresses: BadgeAddresses;
  readonly alt: string;
}

export function BadgePreview({ origin, addresses, alt }: BadgePreviewProps) {
  const { markdown, html, frame, endpoint } = snippetsOf(origin, addresses, alt);
  return (
    <div className="min-w-0 space-y-6">
      {/* As high as the higher style, so that nothing below moves. */}
      <div className="flex h-7 items-center">
        {/* biome-ignore lint/performance/noImgElement: an SVG badge is shown as it is served */}
        <img src={addresses.picture} alt={alt} className="block max-w-full" />
      </div>
      <Snippet name="Markdown" text={markdown} />
      <Snippet name="HTML" text={html} />
      <div className="space-y-3">
        <iframe
          src={addresses.card}
          width={CARD_SIZE.width}
          height={CARD_SIZE.height}
          title={alt}
          className="block max-w-full"
        />
        <Snippet name="Card" text={frame} />
      </div>
      <Snippet name="shields.io" text={endpoint} />
    </div>
  );
}
