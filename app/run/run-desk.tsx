'use client';
// The desk of a run: what the page sees and the plan, then the live measurement, then results and
// publishing.
import dynamic from 'next/dynamic';
import { memo, useDeferredValue, useMemo, useState } from 'react';
import { Section } from '@/app/_components/section';
import { Starting } from '@/app/_components/starting';
import type { StepResult } from '@/lib/runner/run';
import { environmentOf } from '@/lib/runner/submit';
import { compareBackends, headlineOf } from '@/lib/views/run-view';
import { MeasurementTable } from '../_components/measurement-table';
import { ResultCard } from '../_components/result-card';
import { WhileMeasured } from '../_components/while-measured';
import { DisturbedRows } from './disturbed-rows';
import { LiveMeasurement } from './live-measurement';
import type { RunChoice } from './options';
import { planFor } from './perform-run';
import { PlanPicker } from './plan-picker';
import { ProofNotes } from './proof-notes';
import { PublishPanel } from './publish-panel';
import { rooflineOfRun, viewsOf } from './result-view';
import { ResumeOffer } from './resume-offer';
import type { Rival } from './rival';
import { RivalBanner, RivalResults } from './rival-panel';
import { endOf, isEmpty } from './run-end';
import type { Finished, Seen } from './run-state';
import { SeenFacts } from './seen-facts';
import { StopNote } from './stop-note';
import { SustainedResult } from './sustained-result';
import { useRun } from './use-run';
import { useStart } from './use-start';
import { useTitle } from './use-title';
import { backendSentence, verdictOf } from './verdict';

/** Fetched when there is something to draw: nothing of it runs while the page measures. */
const RooflineFigure = dynamic(() =>
  import('../_components/roofline-figure').then((module) => module.RooflineFigure),
);

interface RunDeskProps {
  readonly options: RunChoice;
  /** Run was pressed on the page before. */
  readonly startsAtOnce: boolean;
  /** The run that challenged to this one. */
  readonly rival: Rival | null;
  /** Whether this instance takes runs. */
  readonly publishes: boolean;
}

export function RunDesk({ options, startsAtOnce, rival, publishes }: RunDeskProps) {
  const controls = useRun();
  const { state, start, resume, discard, repeat, cancel, publish } = controls;
  const [choice, setChoice] = useState(options);
  useTitle(state);
  useStart(startsAtOnce, choice, controls);
  return (
    // As high as the window in every stage, so that what stands below never jumps.
    <div data-stage={state.stage} className="min-h-dvh">
      {rival !== null && <RivalBanner rival={rival} />}
      {state.stage === 'looking' && (
        <Starting does="measures">Looking at what this browser offers…</Starting>
      )}
      {state.stage === 'stopped' && (
        <StopNote stop={state.stop}>
          <button type="button" className="button" onClick={() => location.reload()}>
            Reload
          </button>
          {state.seen !== null && (
            <button type="button" className="button-quiet" onClick={() => start(choice)}>
              Run again
            </button>
          )}
        </StopNote>
      )}
      {state.stage === 'ready' && (
        <div className="grid gap-x-14 gap-y-10 lg:grid-cols-[1fr_22rem]">
          {state.left !== null && (
            <ResumeOffer left={state.left} onResume={resume} onDiscard={discard} />
          )}
          <PlanPicker
            choice={choice}
            plan={planFor(choice, state.seen.capabilities)}
            seen={state.seen}
            onChoose={setChoice}
            onRun={() => start(choice)}
          />
          <SeenFacts seen={state.seen} />
        </div>
      )}
      {state.stage === 'running' && (
        <>
          <LiveMeasurement
            plan={state.plan}
            live={state.live}
            proving={state.proving}
            done={state.results.length}
            begun={state.partial.map(({ step }) => step)}
            onCancel={cancel}
          />
          {state.results.length + state.partial.length > 0 && (
            <SoFar seen={state.seen} results={state.results} partial={state.partial} />
          )}
        </>
      )}
      {'run' in state && (
        <>
          <Results run={state.run} rival={rival} />
          {(state.stage === 'finished' || state.stage === 'refused') && (
            <DisturbedRows run={state.run} onRepeat={repeat} />
          )}
          {publishes && !isEmpty(state.run.results) && (
            <PublishPanel state={state} onPublish={publish} />
          )}
          <p className="mt-10">
            <button type="button" className="button-quiet" onClick={() => start(choice)}>
              Run again
            </button>
          </p>
        </>
      )}
    </div>
  );
}

function Results({ run, rival }: { run: Finished; rival: Rival | null }) {
  const views = viewsOf(run.results, run.environment);
  const headline = headlineOf(views);
  const verdict = verdictOf(views);
  const against = backendSentence(views);
  const end = endOf(run.results);
  const roofline = useMemo(() => rooflineOfRun(run), [run]);
  // The code that draws it is heavy: the verdict does not wait for it.
  const drawn = useDeferredValue(roofline, null);
  return (
    <>
      {end !== null && <StopNote stop={end} />}
      <p className="mb-3 max-w-[60ch] text-lg" data-testid="verdict" aria-live="polite">
        {verdict ??
          (isEmpty(run.results) && end === null
            ? 'Cancelled before anything was measured.'
            : 'Nothing could be measured; the reasons are below.')}
      </p>
      {against !== null && <p className="mb-6 max-w-[60ch]">{against}</p>}
      {headline !== null && (
        <ResultCard
          measurement={headline}
          comparison={compareBackends(views, headline.workload.id)}
        />
      )}
      {rival !== null && <RivalResults rival={rival} mine={views} />}
      {run.results.map((result) => (
        <SustainedResult key={result.step.key} result={result} />
      ))}
      {roofline !== null && (
        <Section id="roofline" title="Under this device’s own roof">
          {drawn !== null && <RooflineFigure roofline={drawn} />}
        </Section>
      )}
      <Section id="finished" title="All measurements">
        <MeasurementTable measurements={views} environment={run.environment} />
        <ProofNotes attempts={run.proofs} />
      </Section>
      <WhileMeasured measurements={views} />
    </>
  );
}

interface SoFarProps {
  readonly seen: Seen;
  readonly results: readonly StepResult[];
  readonly partial: readonly StepResult[];
}

/**
 * What is known while the rest still runs, the second passes of some too, and a first answer; drawn
 * again only when that grows.
 */
const SoFar = memo(function SoFar({ seen, results, partial }: SoFarProps) {
  const environment = environmentOf(seen.page, seen.capabilities.webgpu, results);
  const begun = viewsOf([...results, ...partial], environment);
  const verdict = begun.some(({ workload }) => workload.kind === 'model') ? verdictOf(begun) : null;
  return (
    <Section id="finished" title="So far">
      {verdict !== null && (
        <p className="mb-4 max-w-[60ch]" data-testid="verdict-so-far">
          {verdict}
        </p>
      )}
      <MeasurementTable measurements={begun} environment={environment} />
    </Section>
  );
});
