// Nodes that could not be counted, by reason: unknown is a result and says why.
import { Section } from '@/app/_components/section';
import { integer } from '@/lib/core/format';
import { REASONS } from '@/lib/flops/reasons';
import type { Unknown, UnknownReason } from '@/lib/flops/report';

const SHOWN_LIMIT = 200;

export function UnknownNodes({ unknown }: { unknown: readonly Unknown[] }) {
  const reasons = new Map<UnknownReason, Unknown[]>();
  for (const node of unknown) reasons.set(node.reason, [...(reasons.get(node.reason) ?? []), node]);
  return (
    <Section id="unknown" title="Not counted" aside={`${integer(unknown.length)} nodes`}>
      {[...reasons].map(([reason, nodes]) => (
        <details key={reason} className="border-grey-2 border-b py-2 text-sm">
          <summary>
            <span className="first-letter:uppercase inline-block">{REASONS[reason]}</span>{' '}
            <span className="text-grey-4">· {integer(nodes.length)}</span>
          </summary>
          <ul className="mt-2 columns-1 gap-8 font-mono text-xs sm:columns-2">
            {nodes.slice(0, SHOWN_LIMIT).map(({ node, opType, dimensions }, i) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: names may repeat, the list does not change
              <li key={i} className="[overflow-wrap:anywhere]">
                {node}{' '}
                <span className="text-grey-4">
                  {opType}
                  {dimensions.length > 0 && ` waits for ${dimensions.join(', ')}`}
                </span>
              </li>
            ))}
          </ul>
          {nodes.length > SHOWN_LIMIT && (
            <p className="mt-1 text-grey-4">
              and {integer(nodes.length - SHOWN_LIMIT)} more, in the JSON
            </p>
          )}
        </details>
      ))}
    </Section>
  );
}
