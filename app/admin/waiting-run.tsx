// One run that waits: what it is, every rule that found something, what readers reported. Its box
// chooses it for the actions below the list.
import { DateTime } from '@/app/_components/date-time';
import { Quantity } from '@/app/_components/quantity';
import type { WaitingRun } from '@/lib/db/moderation-queue';
import { ruleWords } from '@/lib/submission/plausibility/rules';
import { ActionForm } from './action-form';

interface WaitingRunItemProps {
  readonly run: WaitingRun;
  /** Id of the form that acts on all chosen ones. */
  readonly form: string;
}

export function WaitingRunItem({ run, form }: WaitingRunItemProps) {
  const {
    id,
    createdAt,
    submitter,
    quarantineReasons,
    rowReasons,
    reports,
    devices,
    measured,
    fastestGflops,
  } = run;
  return (
    <li className="py-5">
      <p className="flex flex-wrap items-baseline gap-x-5 gap-y-1">
        <input type="checkbox" name="subject" value={id} form={form} aria-label={`Choose ${id}`} />
        <a href={`/runs/${id}`} className="link font-mono">
          {id}
        </a>
        <DateTime at={createdAt} className="text-grey-4 text-sm" />
        <span className="text-sm">{devices.join(', ')}</span>
        <span className="text-grey-4 text-sm">
          {measured} measured
          {fastestGflops !== null && (
            <>
              , at most <Quantity value={fastestGflops} unit="GFLOPS" />
            </>
          )}
        </span>
        <a href={`/admin?network=${id}`} className="link text-sm">
          same network
        </a>
      </p>
      <ul className="my-3 list-disc pl-5 text-sm">
        {quarantineReasons.map((code) => (
          <li key={code}>
            {ruleWords(code)} <code className="whitespace-nowrap text-grey-4">{code}</code>
          </li>
        ))}
        {rowReasons.map(({ workload, backend, code }) => (
          <li key={`${workload} ${backend} ${code}`}>
            {workload} on {backend}: {ruleWords(code)}{' '}
            <code className="whitespace-nowrap text-grey-4">{code}</code>
          </li>
        ))}
        {Object.entries(reports).map(([reason, networks]) => (
          <li key={reason}>
            Reported as <code>{reason}</code> from{' '}
            {networks === 1 ? '1 network' : `${networks} networks`}
          </li>
        ))}
      </ul>
      <ActionForm subject={id} choices={{ accept: 'Accept', hide: 'Hide' }} />
      <details className="mt-3 text-sm">
        <summary className="text-grey-4">Ban its key</summary>
        <p className="my-2">
          All runs of <code className="break-all">{submitter}</code> are hidden, and it can publish
          no more.
        </p>
        <ActionForm subject={submitter} choices={{ ban: 'Ban key' }} />
      </details>
    </li>
  );
}
