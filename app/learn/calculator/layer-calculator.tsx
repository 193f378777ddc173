// The calculator's form: drawn by the server for what the address says, and redrawn in the browser
// by counting-in-browser.ts. Without scripts the button asks for the new address.

import { CopyButton } from '@/app/_components/copy-button';
import { Quantity } from '@/app/_components/quantity';
import { integer } from '@/lib/core/format';
import { counted, sharedTexts } from './counted';
import { type Choice, KINDS } from './kinds';

function Row({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 border-grey-2 border-b py-2">
      <dt className="text-grey-4 text-sm">{term}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}

const exact = (count: number) => <span className="number">{integer(count)}</span>;

/** The counts of a choice, or in words why there are none. */
export function Counts({ choice }: { readonly choice: Choice }) {
  const count = counted(choice);
  if (typeof count === 'string') {
    return (
      <p role="alert" className="text-sm">
        {count}
      </p>
    );
  }
  return (
    <dl>
      <Row term="MACs">{exact(count.macs)}</Row>
      <Row term="FLOPs = 2 × MACs">
        <Quantity value={count.flops} unit="FLOPs" prefixed />
      </Row>
      <Row term="Other operations">{exact(count.otherOps)}</Row>
      <Row term="Parameters">{exact(count.params)}</Row>
      <Row term="Backward MACs, as a first layer">{exact(count.backwardMacs)}</Row>
      <Row term="Bytes moved at least">
        <Quantity value={count.bytes} unit="B" prefixed />
      </Row>
      <Row term="Intensity">
        <Quantity value={count.intensity} unit="FLOPs per byte" />
      </Row>
      <Row term={`At least, by ${count.limit}`}>
        <Quantity value={count.leastMs / 1000} unit="s" prefixed />
      </Row>
    </dl>
  );
}

/** The sizes of a layer, its counts, and what is to be said about it. */
export function Layer({ choice }: { readonly choice: Choice }) {
  const { kind, sizes } = choice;
  return (
    <>
      <div className="grid gap-6 sm:grid-cols-2">
        <div className="flex flex-col gap-3">
          {kind.sizes.map(({ key, label, min, max }) => (
            <label key={key} className="flex items-center justify-between gap-4 text-sm">
              {label}
              <input
                type="number"
                name={key}
                inputMode="numeric"
                min={min}
                max={max}
                step={1}
                autoComplete="off"
                className="field number w-32 text-right"
                defaultValue={sizes[key]}
              />
            </label>
          ))}
        </div>
        <div aria-live="polite" data-layer-counts>
          <Counts choice={choice} />
        </div>
      </div>
      <p className="mt-5 text-sm">
        MACs: <code>{kind.formula}</code>
      </p>
      <p className="mt-1 max-w-[68ch] text-grey-4 text-sm">{kind.note}</p>
    </>
  );
}

/** Fields of a device's two limits, and what the board measured to choose from. */
function LimitFields({ limits, devices }: Pick<Choice, 'limits'> & Pick<Props, 'devices'>) {
  return (
    <fieldset className="mt-6 flex flex-wrap items-end gap-x-6 gap-y-3 border-grey-2 border-t pt-5">
      <legend className="sr-only">Device</legend>
      {devices.length > 0 && (
        <label className="flex flex-col gap-1 text-sm">
          As measured on
          <select className="field" data-device-limits autoComplete="off">
            <option value="">a device of your choice</option>
            {devices.map(({ name, gflops, gigabytes }) => (
              <option key={name} value={`${gflops} ${gigabytes}`}>
                {name}
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

export interface DeviceLimits {
  readonly name: string;
  readonly gflops: number;
  readonly gigabytes: number;
}

interface Props {
  readonly choice: Choice;
  readonly origin: string;
  readonly devices: readonly DeviceLimits[];
}

export function LayerCalculator({ choice, origin, devices }: Props) {
  const share = sharedTexts(choice, origin);
  return (
    <form
      action="/learn/calculator"
      data-layer-calculator
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
        <Layer choice={choice} />
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
