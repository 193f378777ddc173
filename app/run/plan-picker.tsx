// What will run: suite and backends to choose, each step with the reason where it cannot run here, and the Run button.
import { BackendMark } from '@/app/_components/backend-mark';
import { SUITES } from '@/lib/bench/suites';
import { BACKEND_LABELS, BACKENDS, type Backend } from '@/lib/core/backend';
import { duration } from '@/lib/core/format';
import type { Step } from '@/lib/runner/plan';
import type { RunChoice } from './options';
import { secondsLeft } from './time-left';

interface PlanPickerProps {
  readonly choice: RunChoice;
  readonly plan: readonly Step[];
  readonly onChoose: (choice: RunChoice) => void;
  readonly onRun: () => void;
}

export function PlanPicker({ choice, plan, onChoose, onRun }: PlanPickerProps) {
  const chosen = choice.backends ?? SUITES[choice.suite].backends;
  const toggle = (backend: Backend): void => {
    const next = BACKENDS.filter((name) => (name === backend) !== chosen.includes(name));
    onChoose({ ...choice, backends: next });
  };
  const runs = plan.some(({ skip }) => skip === null);
  return (
    <section aria-labelledby="plan">
      <h2 id="plan" className="mb-3 text-lg">
        What will run
      </h2>
      <fieldset className="mb-4 flex flex-wrap gap-x-6 gap-y-2 text-sm">
        <legend className="sr-only">Suite</legend>
        {Object.values(SUITES).map(({ id, title, description }) => (
          <label key={id} className="flex items-baseline gap-2">
            <input
              type="radio"
              name="suite"
              value={id}
              checked={choice.suite === id && choice.workloads === null}
              onChange={() => onChoose({ ...choice, suite: id, workloads: null, backends: null })}
            />
            <span>
              <span className="font-medium">{title}</span> <span className="text-grey-4">{description}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <fieldset className="mb-4 flex flex-wrap gap-x-6 gap-y-2 text-sm">
        <legend className="sr-only">Backends</legend>
        {BACKENDS.map((backend) => (
          <label key={backend} className="flex items-center gap-2">
            <input type="checkbox" checked={chosen.includes(backend)} onChange={() => toggle(backend)} />
            {BACKEND_LABELS[backend]}
          </label>
        ))}
      </fieldset>
      <ol className="border-grey-3 border-t">
        {plan.map(({ key, entry, backend, threads, skip }) => (
          <li key={key} className="flex flex-wrap items-baseline gap-x-4 border-grey-2 border-b py-2 text-sm">
            <span className="min-w-48 flex-1 font-medium">{entry.title}</span>
            <span className="flex gap-x-3 text-grey-4 text-xs">
              <BackendMark backend={backend} />
              {backend === 'wasm' && (threads === 1 ? '1 thread' : `${threads} threads wanted`)}
            </span>
            {skip !== null && <span className="basis-full text-grey-4 text-xs">Will be skipped: {skip.reason}</span>}
          </li>
        ))}
      </ol>
      <div className="mt-6 flex flex-wrap items-center gap-x-5 gap-y-3">
        <button
          type="button"
          data-testid="run"
          className="button min-h-12 px-8 text-base"
          onClick={onRun}
          disabled={!runs}
        >
          Run
        </button>
        <span className="max-w-[48ch] text-grey-4 text-sm">
          {runs ? `About ${duration(secondsLeft(plan) * 1000)}. ` : 'Choose a backend that this browser has. '}
          Pressing Run asks the server which test input to use; what is measured stays here until you publish it.
        </span>
      </div>
    </section>
  );
}
