// The fields of the builder: what the badge is about, then only what that needs.
import { Choice, type Option } from '@/app/_components/choice';
import { BADGE_STYLES } from '@/lib/badge/badge';
import { BACKEND_LABELS, BACKENDS } from '@/lib/core/backend';
import type { DeviceSummary } from '@/lib/db/devices';
import { MANIFEST } from '@/lib/models/manifest';
import { titleOf } from '@/lib/models/workload';
import type { BadgeChoice, BadgeSubject } from './badge-choice';
import { LiveForm } from './live-form';

const ABOUT: readonly (readonly [BadgeSubject, string])[] = [
  ['device', 'A device: how fast it runs a model'],
  ['browser', 'A library or model: how fast it runs in browsers'],
  ['model', 'A model: its FLOPs and parameters'],
  ['run', 'My run'],
];
const STYLES: readonly Option[] = BADGE_STYLES.map((style) => [style, style]);
const BACKEND_OPTIONS: readonly Option[] = [
  ['', 'Fastest'],
  ...BACKENDS.map((backend) => [backend, BACKEND_LABELS[backend]] as const),
];
const WORKLOADS: readonly Option[] = [...MANIFEST.values()]
  .toSorted(
    (a, b) => a.kind.localeCompare(b.kind) * -1 || titleOf(a).localeCompare(titleOf(b), 'en'),
  )
  .map((entry) => [entry.id, titleOf(entry)]);

interface BadgeFormProps {
  readonly choice: BadgeChoice;
  readonly devices: readonly DeviceSummary[];
  /** The last day that can be frozen. */
  readonly lastDay: string;
}

export function BadgeForm({ choice, devices, lastDay }: BadgeFormProps) {
  const { about, workload, device, run, options } = choice;
  const known = devices.map(({ slug, name }): Option => [slug, name]);
  const listed =
    device === null || known.some(([slug]) => slug === device)
      ? known
      : [[device, device] as const, ...known];
  const frozen = about !== 'model';
  return (
    // A new subject brings other fields, with values of their own.
    <LiveForm action="/badges" fields={about} className="grid content-start gap-4">
      <Choice name="about" label="About" value={about} options={ABOUT} />
      {about === 'run' && (
        <label className="grid gap-1 text-grey-4 text-xs">
          Id of the run, or the address of its page
          <input
            name="run"
            defaultValue={run ?? ''}
            className="field text-ink"
            autoComplete="off"
            spellCheck={false}
          />
        </label>
      )}
      {about === 'device' && (
        <Choice name="device" label="Device" value={device} options={listed} />
      )}
      {about !== 'run' && (
        <Choice name="workload" label="Workload" value={workload} options={WORKLOADS} />
      )}
      <div className="grid grid-cols-2 gap-4">
        {(about === 'device' || about === 'browser') && (
          <Choice
            name="backend"
            label="Backend"
            value={options.backend}
            options={BACKEND_OPTIONS}
          />
        )}
        <Choice name="style" label="Style" value={options.style} options={STYLES} />
      </div>
      {frozen && (
        <label className="grid gap-1 text-grey-4 text-xs">
          Freeze at the end of a day (UTC); leave empty to follow the board
          <input
            type="date"
            name="at"
            max={lastDay}
            defaultValue={options.at ?? ''}
            className="field text-ink"
          />
        </label>
      )}
    </LiveForm>
  );
}
