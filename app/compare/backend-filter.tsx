// One backend for all, or each device's fastest: links, so that each view has an address.
import { BACKEND_LABELS, BACKENDS } from '@/lib/core/backend';
import type { DeviceResults } from '@/lib/db/device-results';
import { type Chosen, compareHref } from './chosen';

interface BackendFilterProps {
  readonly chosen: Chosen;
  readonly devices: readonly DeviceResults[];
}

export function BackendFilter({ chosen, devices }: BackendFilterProps) {
  const shared = BACKENDS.filter((backend) =>
    devices.every(({ results }) => results.some((result) => result.backend === backend)),
  );
  if (shared.length === 0 && chosen.backend === null) return null;
  return (
    <nav aria-label="Backend" className="no-print mt-6 flex flex-wrap gap-x-5 text-sm">
      {[null, ...shared].map((backend) => (
        <a
          key={backend}
          href={compareHref(chosen.slugs, backend)}
          aria-current={backend === chosen.backend ? 'true' : undefined}
          className="inline-flex min-h-9 items-center border-transparent border-b-2 text-grey-4 hover:text-ink aria-[current]:border-ink aria-[current]:text-ink"
        >
          {backend === null ? 'Fastest of each' : BACKEND_LABELS[backend]}
        </a>
      ))}
    </nav>
  );
}
