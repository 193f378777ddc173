// The theoretical peak with its formula and source: context for the measured rates, never a
// measurement.
import { Quantity } from '@/app/_components/quantity';
import type { Peak } from '@/lib/device/peaks/peaks';

export function PeakFacts({ peak }: { peak: Peak }) {
  return (
    <div className="border-grey-2 border-y py-4 text-sm">
      <dl className="flex flex-wrap gap-x-10 gap-y-3">
        <div>
          <dt className="text-grey-4">Theoretical fp32</dt>
          <dd>
            <Quantity value={peak.fp32} unit="GFLOPS" />
          </dd>
        </div>
        <div>
          <dt className="text-grey-4">Theoretical fp16</dt>
          <dd>
            <Quantity value={peak.fp16} unit="GFLOPS" />
          </dd>
        </div>
      </dl>
      <p className="mt-3 max-w-[60ch] text-grey-4">
        Vector units at boost clock, without matrix units: ALUs × 2 × clock.{' '}
        <a className="link" href={peak.source} rel="noreferrer">
          Source
        </a>
      </p>
    </div>
  );
}
