// A tick after the number of networks: enough of them, each in a block of addresses of its own, got
// about the same.
import { AGREEMENT } from '@/lib/standings/agreement';
import { votersWords } from '../voters';

export function AgreementMark({ networks }: { readonly networks: number }) {
  const words = `${votersWords(networks)} agree within ${AGREEMENT.spread * 100} %`;
  return (
    <span title={words} className="ml-1 inline-block whitespace-nowrap">
      <svg
        viewBox="0 0 12 12"
        className="size-3"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.5"
        aria-hidden="true"
      >
        <path d="m2 6.5 2.5 2.5L10 3" />
      </svg>
      <span className="sr-only">, {words}</span>
    </span>
  );
}
