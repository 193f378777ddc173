// Backend against backend on each chosen device, from pairs of one workload within one run only.
import { BackendRatios } from '@/app/_components/backend-ratios';
import { Section } from '@/app/_components/section';
import { backendPairs } from '@/lib/db/backend-pairs';
import { database } from '@/lib/db/client';
import type { DeviceResults } from '@/lib/db/device-results';
import { LETTERS } from './chosen';
import { LetterMark } from './letter-mark';

export async function Backends({ devices }: { readonly devices: readonly DeviceResults[] }) {
  const pairs = await Promise.all(devices.map(({ slug }) => backendPairs(database(), slug)));
  return (
    <Section
      id="backends"
      title="Backend against backend"
      aside="pairs of one workload within one run only"
    >
      <div className="grid gap-x-12 gap-y-8 lg:grid-cols-2">
        {devices.map(({ slug, name }, index) => (
          <div key={slug} className="min-w-0">
            <h3 className="mb-2 flex items-center gap-2 text-sm">
              <LetterMark letter={LETTERS[index] ?? 'A'} /> {name}
            </h3>
            <BackendRatios pairs={pairs[index] ?? []} />
          </div>
        ))}
      </div>
    </Section>
  );
}
