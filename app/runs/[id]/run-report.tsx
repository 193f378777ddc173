// The page of a run, top to bottom: what it is known by, everything measured, where, raw samples,
// badge, data.

import { BACKEND_FACES } from '@/app/_components/backend-mark';
import { DateTime } from '@/app/_components/date-time';
import { splitDeviceName } from '@/app/_components/device-name';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeading } from '@/app/_components/page-heading';
import { SampleStrip } from '@/app/_components/sample-strip';
import { Section } from '@/app/_components/section';
import { BACKEND_LABELS } from '@/lib/core/backend';
import { osBucket, readUserAgent } from '@/lib/device/user-agent';
import { LICENCE } from '@/lib/submission/schema';
import {
  compareBackends,
  headlineOf,
  isMeasured,
  type RunView,
  resultWords,
  whyNoHeadline,
} from '@/lib/views/run-view';
import { MeasurementTable } from '../../_components/measurement-table';
import { ResultCard } from '../../_components/result-card';
import { ShareBadge } from '../../_components/share-badge';
import { WhileMeasured } from '../../_components/while-measured';
import { browserWords, EnvironmentFacts } from './environment-facts';
import { ReportForm } from './report-form';
import { YouAreHere } from './you-are-here';

function surroundings({ environment }: RunView): string {
  const agent = readUserAgent(environment);
  return `${browserWords(agent) ?? 'A browser'} on ${osBucket(agent) ?? 'a system it does not name'}`;
}

interface RunReportProps {
  readonly run: RunView;
  readonly origin: string;
  /** Samples of everything, and not only of what the run is known by: a page of its own length. */
  readonly allSamples: boolean;
}

export function RunReport({ run, origin, allSamples }: RunReportProps) {
  const { measurements } = run;
  const [vendor, model] = splitDeviceName(run.device.name);
  const headline = headlineOf(measurements);
  const measured = measurements.filter(isMeasured);
  const sampled =
    allSamples || headline === null
      ? measured
      : measured.filter(({ workload }) => workload.id === headline.workload.id);
  return (
    <>
      <PageHeading
        eyebrow={
          <>
            {vendor !== null && `${vendor} · `}
            <DateTime at={run.publishedAt} />
          </>
        }
        title={model}
      >
        {surroundings(run)}. Work done in this time by the submitter; hardware as reported by the
        browser.
      </PageHeading>

      {headline === null ? (
        <EmptyState title={whyNoHeadline(measurements).title}>
          {whyNoHeadline(measurements).words}
        </EmptyState>
      ) : (
        <ResultCard
          measurement={headline}
          comparison={compareBackends(measurements, headline.workload.id)}
        />
      )}

      {headline !== null && <YouAreHere run={run} headline={headline} origin={origin} />}

      <Section id="measurements" title="All measurements" aside={run.trust}>
        <MeasurementTable measurements={measurements} environment={run.environment} />
      </Section>

      <WhileMeasured measurements={measurements} />

      {measured.length > 0 && (
        <Section
          id="samples"
          title="Samples"
          aside="milliseconds per run, in the order they were taken"
        >
          <div className="grid gap-x-10 gap-y-8 md:grid-cols-2">
            {sampled.map((measurement) => (
              <div key={measurement.id}>
                <h3 className="mb-2 text-sm">
                  {measurement.workload.title} on {BACKEND_LABELS[measurement.backend]}
                </h3>
                <SampleStrip
                  samplesMs={measurement.samplesMs}
                  medianMs={measurement.medianMs}
                  intervalMs={measurement.intervalMs}
                  label={`${measurement.workload.title} on ${BACKEND_LABELS[measurement.backend]}`}
                  colour={BACKEND_FACES[measurement.backend].colour}
                />
              </div>
            ))}
          </div>
          {sampled.length < measured.length && (
            <p className="no-print mt-6 text-sm">
              <a className="link" href={`/runs/${run.id}?samples=all#samples`}>
                Samples of all {measured.length} measurements
              </a>
            </p>
          )}
        </Section>
      )}

      <Section
        id="environment"
        title="Environment"
        aside={
          <>
            as reported by the browser ·{' '}
            <a className="link" href={`/devices/${run.device.slug}`}>
              all results of this device
            </a>
          </>
        }
      >
        <EnvironmentFacts environment={run.environment} />
      </Section>

      <Section id="badge" title="Badge" aside="for a README or a page">
        <ShareBadge origin={origin} runId={run.id} alt={resultWords(run)} />
      </Section>

      <Section id="data" title="Data">
        <p className="max-w-[68ch] text-sm">
          Everything on this page, with unrounded numbers, is in{' '}
          <a className="link" href={`/api/v1/runs/${run.id}`}>
            the JSON of this run
          </a>
          . It is free to use under{' '}
          <a
            className="link"
            href="https://creativecommons.org/publicdomain/zero/1.0/"
            rel="license"
          >
            {LICENCE}
          </a>
          . Suite {run.suite}, version {run.suiteVersion}; protocol {run.protocol}.
        </p>
        <ReportForm runId={run.id} />
      </Section>
    </>
  );
}
