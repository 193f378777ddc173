// The calculator's form: drawn by the server for what the address says, and redrawn in the browser
// by counting-in-browser.ts. Without scripts the button asks for the new address.

import { CopyButton } from '@/app/_components/copy-button';
import { counted, sharedTexts } from './counted';
import { type Choice, KINDS, type Limits } from './kinds';
import { Layer } from './layer';

const optionOf = ({ gflops, gigabytes }: Limits): string => `${gflops} ${gigabytes}`;

/** Fields of a device's two limits, and what the board measured to choose from. */
function LimitFields({ limits, devices }: Pick<Choice, 'limits'> & Pick<Props, 'devices'>) {
  return (
    <fieldset className="mt-6 flex min-w-0 flex-wrap items-end gap-x-6 gap-y-3 border-grey-2 border-t pt-5">
      <legend className="sr-only">Device</legend>
      {devices.length > 0 && (
        <label className="flex min-w-0 flex-col gap-1 text-sm">
          As measured on
          <select
            className="field max-w-full"
            autoComplete="off"
            defaultValue={devices.map(optionOf).find((value) => value === optionOf(limits)) ?? ''}
          >
            <option value="">a device of your choice</option>
            {devices.map((device) => (
              <option key={device.name} value={optionOf(device)}>
                {device.name}
              </option>
            ))}
          </select>
        </label>
      )}
      <label className="flex flex-col gap-1 text-sm">
        It computes, GFLOPS
        <input
          type="number"
          name="gflops"
          min={0}
          step="any"
          autoComplete="off"
          className="field number w-32 text-right"
          defaultValue={limits.gflops}
        />
      </label>
      <label className="flex flex-col gap-1 text-sm">
        It moves, GB/s
        <input
          type="number"
          name="gigabytes"
          min={0}
          step="any"
          autoComplete="off"
          className="field number w-32 text-right"
          defaultValue={limits.gigabytes}
        />
      </label>
    </fieldset>
  );
}

export interface DeviceLimits extends Limits {
  readonly name: string;
}

interface Props {
  readonly choice: Choice;
  readonly origin: string;
  readonly devices: readonly DeviceLimits[];
}

export function LayerCalculator({ choice, origin, devices }: Props) {
  const count = counted(choice);
  const share = sharedTexts(choice, count, origin);
  return (
    <form
      action="/learn/calculator"
      data-layer-calculator={choice.kind.id}
      data-origin={origin}
      className="rounded-md border border-grey-2 p-4 sm:p-6"
    >
      <fieldset className="mb-5 flex flex-wrap gap-2">
        <legend className="sr-only">Layer or block</legend>
        {KINDS.map(({ id, title, group }) => (
          <label
            key={id}
            title={group}
            className="cursor-pointer rounded-md border border-grey-2 px-3 py-1.5 text-sm has-checked:border-ink has-checked:bg-grey-1 has-focus-visible:outline-2"
          >
            <input
              type="radio"
              name="kind"
              value={id}
              autoComplete="off"
              className="sr-only"
              defaultChecked={id === choice.kind.id}
            />
            {title}
          </label>
        ))}
      </fieldset>
      <div data-layer>
        <Layer choice={choice} count={count} />
      </div>
      <LimitFields limits={choice.limits} devices={devices} />
      <div className="mt-5 flex flex-wrap gap-2">
        <noscript>
          <button type="submit" className="button">
            Count
          </button>
        </noscript>
        <span data-share="link">
          <CopyButton text={share.link} what="to this calculation" label="Copy link" />
        </span>
        <span data-share="markdown">
          <CopyButton text={share.markdown} what="table" label="Copy as Markdown" />
        </span>
      </div>
    </form>
  );
}
