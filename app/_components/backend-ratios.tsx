// Backends against each other on one device, by family, from pairs within one run only.
import { BACKEND_LABELS } from '@/lib/core/backend';
import { groupBy } from '@/lib/core/group';
import type { BackendPair } from '@/lib/db/backend-pairs';
import { MANIFEST } from '@/lib/models/manifest';
import { geometricMean } from '@/lib/standings/ratio';
import { votersHead } from '../voters';
import { BackendMark } from './backend-mark';
import { RatioValue } from './ratio-value';
import { TableHead } from './table-head';
import { TableScroll } from './table-scroll';

interface FamilyRow {
  readonly key: string;
  readonly family: string;
  readonly pairs: readonly BackendPair[];
}

function familyRows(pairs: readonly BackendPair[]): FamilyRow[] {
  const known = pairs.filter(({ workload }) => MANIFEST.has(workload));
  const keyOf = ({ workload, base, subject }: BackendPair): string =>
    `${subject} ${base} ${MANIFEST.get(workload)?.kind} ${MANIFEST.get(workload)?.family}`;
  return [...groupBy(known, keyOf)]
    .map(([key, members]) => ({
      key,
      family: MANIFEST.get(members[0]?.workload ?? '')?.family ?? '',
      pairs: members,
    }))
    .toSorted((a, b) => a.key.localeCompare(b.key, 'en'));
}

export function BackendRatios({ pairs }: { readonly pairs: readonly BackendPair[] }) {
  if (pairs.length === 0)
    return (
      <p className="text-grey-4 text-sm">
        Too few networks have measured a workload on two backends in one run and agree on how they
        compare.
      </p>
    );
  return (
    <TableScroll>
      <table className="table">
        <TableHead
          columns={['Family', 'Backends', { number: 'As fast' }, { number: votersHead() }]}
        />
        <tbody>
          {familyRows(pairs).map(({ key, family, pairs: members }) => {
            const [first] = members;
            const ratio = geometricMean(members.map((pair) => pair.ratio));
            if (first === undefined || ratio === null) return null;
            return (
              <tr key={key}>
                <th scope="row">
                  {family}
                  <span className="block text-grey-4 text-xs">
                    {members.length === 1 ? '1 workload' : `${members.length} workloads`}
                  </span>
                </th>
                <td>
                  <BackendMark backend={first.subject} />
                  <span className="block text-grey-4 text-xs">
                    against {BACKEND_LABELS[first.base]}
                  </span>
                </td>
                <td className="numeric">
                  <RatioValue ratio={ratio} />
                </td>
                <td className="numeric">{Math.min(...members.map(({ networks }) => networks))}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </TableScroll>
  );
}
