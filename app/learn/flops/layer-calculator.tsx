// A layer, its sizes, its counts: drawn by the server for the first layer, and by layer-counting.ts for what one chooses.
import { Quantity } from '@/app/_components/quantity';
import { integer } from '@/lib/core/format';
import { countModel } from '@/lib/flops/count';
import type { Count } from '@/lib/flops/exact';
import { initialSizes, LAYER_KINDS, type LayerKind, problemOf, type Sizes } from './layers';

interface LayerProps {
  readonly kind: LayerKind;
  readonly sizes: Sizes;
}

function Row({ term, children }: { term: string; children: React.ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-4 border-grey-2 border-b py-2">
      <dt className="text-grey-4 text-sm">{term}</dt>
      <dd className="text-right">{children}</dd>
    </div>
  );
}

const exact = (count: Count) => <span className="number">{integer(count)}</span>;

export function LayerCounts({ kind, sizes }: LayerProps) {
  const problem = problemOf(kind, sizes);
  if (problem !== null) {
    return (
      <p role="alert" className="text-sm">
        {problem}
      </p>
    );
  }
  const report = countModel(kind.build(sizes));
  const bytes = Number(report.activationBytes) + report.weightBytes;
  return (
    <dl>
      <Row term="MACs">{exact(report.macs)}</Row>
      <Row term="FLOPs = 2 × MACs">
        <Quantity value={Number(report.flops)} unit="FLOPs" prefixed />
      </Row>
      <Row term="Other operations">{exact(report.otherOps)}</Row>
      <Row term="Parameters">{exact(report.params)}</Row>
      <Row term="Backward MACs, as a first layer">{exact(report.backwardMacs)}</Row>
      <Row term="Bytes moved at least">
        <Quantity value={bytes} unit="B" prefixed />
      </Row>
      <Row term="Intensity">
        <Quantity value={bytes === 0 ? null : Number(report.flops) / bytes} unit="FLOPs per byte" />
      </Row>
    </dl>
  );
}

/** The sizes of a layer, its counts, and what is to be said about it. */
export function Layer({ kind, sizes }: LayerProps) {
  return (
    <>
      <div className="grid gap-6 sm:grid-cols-2">
        <div className="flex flex-col gap-3">
          {kind.sizes.map(({ key, label, max }) => (
            <label key={key} className="flex items-center justify-between gap-4 text-sm">
              {label}
              <input
                type="number"
                name={key}
                inputMode="numeric"
                min={1}
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
          <LayerCounts kind={kind} sizes={sizes} />
        </div>
      </div>
      <p className="mt-5 text-sm">
        MACs: <code>{kind.formula}</code>
      </p>
      <p className="mt-1 text-grey-4 text-sm">{kind.note}</p>
    </>
  );
}

export function LayerCalculator() {
  const [first] = LAYER_KINDS;
  return (
    <form data-layer-calculator className="rounded-md border border-grey-2 p-4 sm:p-6">
      <fieldset className="mb-5 flex flex-wrap gap-2">
        <legend className="sr-only">Layer</legend>
        {LAYER_KINDS.map(({ id, title }) => (
          <label
            key={id}
            className="cursor-pointer rounded-md border border-grey-2 px-3 py-1.5 text-sm has-checked:border-ink has-checked:bg-grey-1 has-focus-visible:outline-2"
          >
            <input
              type="radio"
              name="kind"
              value={id}
              autoComplete="off"
              className="sr-only"
              defaultChecked={id === first.id}
            />
            {title}
          </label>
        ))}
      </fieldset>
      <div data-layer>
        <Layer kind={first} sizes={initialSizes(first)} />
      </div>
    </form>
  );
}
