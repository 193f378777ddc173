// Single workloads instead of a suite: all that are pinned, kernels and models, narrowed by what is
// typed.
import { useState } from 'react';
import { MANIFEST } from '@/lib/models/manifest';
import type { WorkloadKind } from '@/lib/models/workload';

interface WorkloadPickerProps {
  readonly chosen: readonly string[];
  readonly onChoose: (workloads: readonly string[]) => void;
}

const GROUPS: readonly { readonly kind: WorkloadKind; readonly title: string }[] = [
  { kind: 'kernel', title: 'Kernels' },
  { kind: 'model', title: 'Models' },
];

export function WorkloadPicker({ chosen, onChoose }: WorkloadPickerProps) {
  const [wanted, setWanted] = useState('');
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean);
  const shown = [...MANIFEST.values()].filter(({ id, title }) =>
    words.every((word) => `${id} ${title}`.toLowerCase().includes(word)),
  );
  const toggle = (id: string): void =>
    onChoose(chosen.includes(id) ? chosen.filter((other) => other !== id) : [...chosen, id]);
  return (
    <details className="mb-5 text-sm" open={chosen.length > 0}>
      <summary className="text-grey-4">
        {chosen.length === 0 ? 'Or single workloads' : `Single workloads: ${chosen.length}`}
      </summary>
      <div className="mt-3 rounded-md border border-grey-2 p-4">
        <div className="mb-3 flex flex-wrap items-center gap-3">
          <input
            type="search"
            className="field min-w-0 flex-1 sm:max-w-72"
            aria-label="Search workloads"
            placeholder="resnet, gemm, w8a8"
            value={wanted}
            onChange={({ target }) => setWanted(target.value)}
          />
          {chosen.length > 0 && (
            <button type="button" className="button-quiet" onClick={() => onChoose([])}>
              Back to the suite
            </button>
          )}
        </div>
        <div className="max-h-72 overflow-y-auto">
          {GROUPS.map(({ kind, title }) => {
            const group = shown.filter((entry) => entry.kind === kind);
            if (group.length === 0) return null;
            return (
              <fieldset key={kind} className="mb-3">
                <legend className="mb-1 font-medium">{title}</legend>
                <div className="grid gap-x-6 gap-y-1 sm:grid-cols-2">
                  {group.map((entry) => (
                    <label key={entry.id} className="flex items-baseline gap-2">
                      <input
                        type="checkbox"
                        checked={chosen.includes(entry.id)}
                        onChange={() => toggle(entry.id)}
                      />
                      <span>
                        {entry.title} <span className="text-grey-4 text-xs">{entry.precision}</span>
                      </span>
                    </label>
                  ))}
                </div>
              </fieldset>
            );
          })}
          {shown.length === 0 && <p className="text-grey-4">Nothing of that name.</p>}
        </div>
      </div>
    </details>
  );
}
