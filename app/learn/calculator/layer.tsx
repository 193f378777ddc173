// A layer's sizes and its counts: drawn by the server for what the address says, and drawn again in
// the browser with every change.
import { Quantity } from '@/app/_components/quantity';
import { integer } from '@/lib/core/format';
import type { Counted } from './counted';
import type { Choice } from './kinds';

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
export function Counts({ count }: { readonly count: Counted | string }) {
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
      <Row term="Backward MACs, inside a network">{exact(count.backwardMacsInside)}</Row>
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
export function Layer({
  choice,
  count,
}: {
  readonly choice: Choice;
  readonly count: Counted | string;
}) {
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
          <Counts count={count} />
        </div>
      </div>
      <p className="mt-5 text-sm">
        MACs: <code>{kind.formula}</code>
      </p>
      <p className="mt-1 max-w-[68ch] text-grey-4 text-sm">{kind.note}</p>
    </>
  );
}
