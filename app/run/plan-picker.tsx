// The Run button, before everything else, then what will run: suite, single workloads, backends and
// threads to choose, each workload with where it runs and the reason where it cannot.
import type { ReactNode } from 'react';
import { BackendMark } from '@/app/_components/backend-mark';
import { MODE_WORDS } from '@/lib/bench/mode';
import { SUITES } from '@/lib/bench/suites';
import { BACKEND_LABELS, BACKENDS } from '@/lib/core/backend';
import { titleOf } from '@/lib/models/workload';
import { AS_SUITE, type Capabilities, type Step } from '@/lib/runner/plan';
import type { RunChoice } from './options';
import type { Seen } from './run-state';
import { StopNote } from './stop-note';
import { timeLeft } from './time-left';
import { WorkloadPicker } from './workload-picker';

interface PlanPickerProps {
  readonly choice: RunChoice;
  readonly plan: readonly Step[];
  readonly seen: Seen;
  readonly onChoose: (choice: RunChoice) => void;
  readonly onRun: () => void;
}

export function PlanPicker({ choice, plan, seen, onChoose, onRun }: PlanPickerProps) {
  const { capabilities, obstacle, remembers } = seen;
  const chosen = choice.backends ?? SUITES[choice.suite].backends;
  const runs = plan.some(({ skip }) => skip === null);
  return (
    <section aria-labelledby="plan">
      {obstacle !== null && <StopNote stop={obstacle} />}
      <div className="mb-8 flex flex-wrap items-center gap-x-5 gap-y-3">
        <button
          type="button"
          data-testid="run"
          className="button min-h-12 px-8 text-base"
          onClick={onRun}
          disabled={plan.length === 0 || obstacle !== null}
        >
          Run
        </button>
        <span className="max-w-[48ch] text-grey-4 text-sm">
          {runs
            ? `About ${timeLeft(plan)}. `
            : `None of this can run here. ${plan[0]?.skip?.reason ?? ''} `}
          Pressing Run asks the server which test input to use; what is measured stays here until
          you publish it.
        </span>
        {!remembers && (
          <p className="max-w-[60ch] basis-full text-grey-4 text-sm" data-testid="forgets">
            This browser keeps nothing for this site: a run that a reload cuts short is lost, and
            for a published one you are shown the key that takes it back, to copy.
          </p>
        )}
      </div>
      <h2 id="plan" className="mb-3 text-lg">
        What will run
      </h2>
      <Choices legend="Suite">
        {Object.values(SUITES).map(({ id, title, description }) => (
          <label key={id} className="flex items-baseline gap-2">
            <input
              type="radio"
              name="suite"
              value={id}
              checked={choice.suite === id && choice.workloads === null}
              onChange={() => onChoose({ ...AS_SUITE, suite: id })}
            />
            <span>
              <span className="font-medium">{title}</span>{' '}
              <span className="text-grey-4">{description}</span>
            </span>
          </label>
        ))}
      </Choices>
      <Choices legend="Backends">
        {BACKENDS.map((backend) => (
          <label key={backend} className="flex items-center gap-2">
            <input
              type="checkbox"
              checked={chosen.includes(backend)}
              onChange={() =>
                onChoose({
                  ...choice,
                  backends: BACKENDS.filter((name) => (name === backend) !== chosen.includes(name)),
                })
              }
            />
            {BACKEND_LABELS[backend]}
          </label>
        ))}
      </Choices>
      <ThreadChoice
        plan={plan}
        capabilities={capabilities}
        onThreads={(threads) => onChoose({ ...choice, threads })}
      />
      <CaptureChoice
        plan={plan}
        onCapture={(graphCapture) => onChoose({ ...choice, graphCapture })}
      />
      <WorkloadPicker
        chosen={choice.workloads ?? []}
        onChoose={(workloads) =>
          onChoose({ ...choice, workloads: workloads.length > 0 ? workloads : null })
        }
      />
      <PlanList plan={plan} />
    </section>
  );
}

function Choices({ legend, children }: { readonly legend: string; readonly children: ReactNode }) {
  return (
    <fieldset className="mb-4 flex flex-wrap gap-x-6 gap-y-2 text-sm">
      <legend className="sr-only">{legend}</legend>
      {children}
    </fieldset>
  );
}

interface ThreadChoiceProps {
  readonly plan: readonly Step[];
  readonly capabilities: Capabilities;
  readonly onThreads: (threads: readonly number[]) => void;
}

/**
 * One thread, one per core, or both beside each other; nothing to choose where WASM has one thread
 * anyway.
 */
function ThreadChoice({
  plan,
  capabilities: { cores, sharedMemory },
  onThreads,
}: ThreadChoiceProps) {
  const planned = new Set(
    plan.filter(({ backend }) => backend === 'wasm').map(({ threads }) => threads),
  );
  if (planned.size === 0 || !sharedMemory || cores === null || cores === 1) return null;
  const toggle = (count: number): void => {
    const next = [1, cores].filter((known) => (known === count) !== planned.has(known));
    if (next.length > 0) onThreads(next);
  };
  return (
    <Choices legend="Threads on WASM">
      {[1, cores].map((count) => (
        <label key={count} className="flex items-center gap-2">
          <input type="checkbox" checked={planned.has(count)} onChange={() => toggle(count)} />
          {threadWords(count)}
        </label>
      ))}
    </Choices>
  );
}

interface CaptureChoiceProps {
  readonly plan: readonly Step[];
  readonly onCapture: (graphCapture: boolean) => void;
}

function CaptureChoice({ plan, onCapture }: CaptureChoiceProps) {
  const onGpu = plan.filter(
    ({ backend, mode, skip }) => backend === 'webgpu' && mode !== 'sustained' && skip === null,
  );
  if (onGpu.length === 0) return null;
  const captured = onGpu.some(({ mode }) => mode === 'graph');
  return (
    <Choices legend="WebGPU">
      <label className="flex items-center gap-2">
        <input type="checkbox" checked={captured} onChange={() => onCapture(!captured)} />
        WebGPU with graph capture too
      </label>
    </Choices>
  );
}

function PlanList({ plan }: { readonly plan: readonly Step[] }) {
  const workloads = [...new Set(plan.map(({ entry }) => entry))];
  return (
    <ol className="border-grey-3 border-t">
      {workloads.map((entry) => (
        <PlannedWorkload
          key={entry.id}
          title={titleOf(entry)}
          steps={plan.filter((step) => step.entry === entry)}
        />
      ))}
    </ol>
  );
}

function PlannedWorkload({
  title,
  steps,
}: {
  readonly title: string;
  readonly steps: readonly Step[];
}) {
  return (
    <li className="flex flex-wrap items-baseline gap-x-4 gap-y-1 border-grey-2 border-b py-2 text-sm">
      <span className="min-w-48 flex-1 font-medium">{title}</span>
      <span className="flex flex-wrap gap-x-4 gap-y-1 text-grey-4 text-xs">
        {steps
          .filter(({ skip }) => skip === null)
          .map(({ key, backend, threads, mode }) => (
            <span key={key} className="flex gap-x-1.5">
              <BackendMark backend={backend} />
              <span>{backend === 'wasm' && threadWords(threads)}</span>
              <span>{MODE_WORDS[mode]}</span>
            </span>
          ))}
      </span>
      {steps.map(
        ({ key, backend, skip }) =>
          skip !== null && (
            <span key={key} className="basis-full text-grey-4 text-xs">
              {BACKEND_LABELS[backend]} will be skipped: {skip.reason}
            </span>
          ),
      )}
    </li>
  );
}

const threadWords = (count: number): string => (count === 1 ? '1 thread' : `${count} threads`);
