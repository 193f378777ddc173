'use client';

// A layer, its sizes, its counts: every keystroke builds the graph anew and counts it.
import { useId, useState } from 'react';
import { Quantity } from '@/app/_components/quantity';
import { integer } from '@/lib/core/format';
import { countModel } from '@/lib/flops/count';
import type { Count } from '@/lib/flops/exact';
import { LAYER_KINDS, type LayerKind, type Sizes } from './layers';

const initialSizes = ({ sizes }: LayerKind): Sizes =>
  Object.fromEntries(sizes.map(({ key, initial }) => [key, initial]));

/** What is wrong with one entry; null for a whole number in range. */
function problemOf(kind: LayerKind, sizes: Sizes): string | null {
  for (const { key, label, max } of kind.sizes) {
    if (!Number.isInteger(sizes[key]) || sizes[key] < 1 || sizes[key] > max) {
      return `${label} must be a whole number from 1 to ${integer(max)}.`;
    }
  }
  return kind.problem(sizes);
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

export function LayerCalculator() {
  const [kind, setKind] = useState(LAYER_KINDS[0]);
  const [sizes, setSizes] = useState(() => initialSizes(kind));
  const id = useId();
  const problem = problemOf(kind, sizes);
  const report = problem === null ? countModel(kind.build(sizes)) : null;
  const bytes = report === null ? null : Number(report.activationBytes) + report.weightBytes;

  const choose = (chosen: LayerKind): void => {
    setKind(chosen);
    setSizes(initialSizes(chosen));
  };

  return (
    <div className="rounded-md border border-grey-2 p-4 sm:p-6">
      <fieldset className="mb-5 flex flex-wrap gap-2">
        <legend className="sr-only">Layer</legend>
        {LAYER_KINDS.map((option) => (
          <label
            key={option.id}
            className="cursor-pointer rounded-md border border-grey-2 px-3 py-1.5 text-sm has-checked:border-ink has-checked:bg-grey-1 has-focus-visible:outline-2"
          >
            <input
              type="radio"
              name={`${id}-kind`}
              className="sr-only"
              checked={option === kind}
              onChange={() => choose(option)}
            />
            {option.title}
          </label>
        ))}
      </fieldset>
      <div className="grid gap-6 sm:grid-cols-2">
        <div className="flex flex-col gap-3">
          {kind.sizes.map(({ key, label, max }) => (
            <label key={key} className="flex items-center justify-between gap-4 text-sm">
              {label}
              <input
                type="number"
                inputMode="numeric"
                min={1}
                max={max}
                step={1}
                className="field number w-32 text-right"
                value={Number.isNaN(sizes[key]) ? '' : sizes[key]}
                onChange={({ target }) => setSizes({ ...sizes, [key]: target.valueAsNumber })}
              />
            </label>
          ))}
        </div>
        <div aria-live="polite">
          {report === null ? (
            <p role="alert" className="text-sm">
              {problem}
            </p>
          ) : (
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
                <Quantity
                  value={bytes === null || bytes === 0 ? null : Number(report.flops) / bytes}
                  unit="FLOPs per byte"
                />
              </Row>
            </dl>
          )}
        </div>
      </div>
      <p className="mt-5 text-sm">
        MACs: <code>{kind.formula}</code>
      </p>
      <p className="mt-1 text-grey-4 text-sm">{kind.note}</p>
    </div>
  );
}
