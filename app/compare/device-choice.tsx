// Which devices are compared, and a search to add another: links and forms, so that it works
// without scripts and every state has an address.
import { DeviceName } from '@/app/_components/device-name';
import { DeviceNameField } from '@/app/_components/device-name-field';
import { NearestNames } from '@/app/_components/nearest-names';
import { Section } from '@/app/_components/section';
import { votersWords } from '@/app/voters';
import { integer } from '@/lib/core/format';
import type { Found } from '@/lib/core/name-search';
import type { DeviceSummary } from '@/lib/db/devices';
import { type Chosen, compareHref, LETTERS, slugFields } from './chosen';
import { LetterMark } from './letter-mark';

export interface ChosenDevice {
  readonly slug: string;
  readonly name: string;
  /** What stands under the name: its kind, or why there is nothing to compare. */
  readonly note: string;
}

interface ChosenDevicesProps {
  readonly chosen: Chosen;
  readonly devices: readonly ChosenDevice[];
}

export function ChosenDevices({ chosen, devices }: ChosenDevicesProps) {
  return (
    <ul className="grid gap-x-8 gap-y-3 sm:grid-cols-2 lg:grid-cols-4">
      {devices.map(({ slug, name, note }, index) => (
        <li key={slug} className="flex items-start gap-3 border-grey-3 border-t pt-3 text-sm">
          <LetterMark letter={LETTERS[index] ?? 'A'} />
          <div className="min-w-0 flex-1">
            <a href={`/devices/${slug}`} className="block hover:underline">
              <DeviceName name={name} />
            </a>
            <span className="block text-grey-4 text-xs">{note}</span>
            <a
              href={compareHref(
                chosen.slugs.filter((other) => other !== slug),
                chosen.backend,
              )}
              className="no-print link inline-flex min-h-6 items-center text-xs"
            >
              Remove<span className="sr-only"> {name}</span>
            </a>
          </div>
        </li>
      ))}
    </ul>
  );
}

interface AddDeviceProps {
  readonly chosen: Chosen;
  readonly found: Found<DeviceSummary>;
}

export function AddDevice({ chosen, found }: AddDeviceProps) {
  const others = found.items.filter(({ slug }) => !chosen.slugs.includes(slug));
  return (
    <Section
      id="add"
      title={chosen.slugs.length === 0 ? 'Choose devices' : 'Add a device'}
      aside="up to four"
    >
      <search className="no-print">
        <form action="/compare" className="mb-4 flex max-w-md gap-3">
          {slugFields(chosen.slugs).map(([name, slug]) => (
            <input key={name} type="hidden" name={name} value={slug} />
          ))}
          {chosen.backend !== null && <input type="hidden" name="backend" value={chosen.backend} />}
          <DeviceNameField value={chosen.search} />
        </form>
      </search>
      {found.nearest && <NearestNames search={chosen.search} />}
      {others.length === 0 ? (
        <p className="text-grey-4 text-sm">
          {chosen.search === ''
            ? `No ${chosen.slugs.length === 0 ? '' : 'other '}device has been measured yet.`
            : `No other device is called “${chosen.search}”. Try a part of the name.`}
        </p>
      ) : (
        <ul className="grid gap-x-8 text-sm sm:grid-cols-2">
          {others.map(({ slug, name, networks, workloads }) => (
            <li key={slug} className="border-grey-2 border-b">
              <a
                href={compareHref([...chosen.slugs, slug], chosen.backend)}
                className="flex min-h-11 items-baseline justify-between gap-4 py-2 hover:underline"
              >
                <span>{name}</span>
                <span className="whitespace-nowrap text-grey-4 text-xs">
                  {integer(workloads)} {workloads === 1 ? 'workload' : 'workloads'},{' '}
                  {votersWords(networks)}
                </span>
              </a>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
