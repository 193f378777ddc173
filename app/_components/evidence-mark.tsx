// What stands behind a row, in a word: attested, agreed, or what it lacks; and whether what was
// agreed on has moved.
import { lackHere } from '@/app/voters';
import { AGREEMENT, DISPUTE } from '@/lib/standings/agreement';
import type { Backing, Evidence } from '@/lib/standings/evidence';

const WORDS = {
  attested: `Attested: each of these networks proved exact work that supports its time`,
  agreed: `Agreed: networks within ${AGREEMENT.spread * 100} % of the median, on different days`,
} as const;

const DISPUTED = `Disputed: what networks had agreed on moved by ${DISPUTE.moved * 100} % or more within ${DISPUTE.days} days`;

export interface EvidenceMarkProps {
  readonly backing: Backing;
  readonly evidence: Evidence;
  readonly disputed: boolean;
}

export function EvidenceMark({ backing, evidence, disputed }: EvidenceMarkProps) {
  return (
    <>
      {evidence === 'provisional' ? (
        <span className="block">{lackHere(backing)}</span>
      ) : (
        <span className="block" title={WORDS[evidence]}>
          {evidence}
        </span>
      )}
      {disputed && (
        <span className="block text-ink" title={DISPUTED}>
          disputed
        </span>
      )}
    </>
  );
}
