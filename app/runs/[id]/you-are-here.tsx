// After a run: its device among the neighbours in the ranking, and a link that challenges a friend.
import { CopyButton } from '@/app/_components/copy-button';
import { Ranking } from '@/app/_components/ranking';
import { Section } from '@/app/_components/section';
import { rankingRow } from '@/app/front-page';
import { votersWords } from '@/app/voters';
import { PROTOCOL } from '@/lib/bench/protocol';
import { duration } from '@/lib/core/format';
import { getBoard } from '@/lib/db/board';
import { database } from '@/lib/db/client';
import { MANIFEST } from '@/lib/models/manifest';
import type { ManifestEntry } from '@/lib/models/workload';
import { boardUnit } from '@/lib/views/lead';
import type { MeasuredView, RunView } from '@/lib/views/run-view';
import { placeOf, placeWords } from './place';

/** Rows of one backend that the place is looked for in. */
const ROWS_READ = 500;

interface YouAreHereProps {
  readonly run: RunView;
  readonly headline: MeasuredView;
  readonly origin: string;
}

export function YouAreHere({ run, headline, origin }: YouAreHereProps) {
  const entry = MANIFEST.get(headline.workload.id);
  return (
    <Section
      id="place"
      title="You are here"
      aside={
        entry !== undefined && (
          <a className="link" href={`/models/${entry.id}?backend=${headline.backend}#board`}>
            the whole ranking
          </a>
        )
      }
    >
      {entry !== undefined && <PlaceIn entry={entry} run={run} headline={headline} />}
      <Challenge href={`${origin}/run?vs=${run.id}`} />
    </Section>
  );
}

async function PlaceIn({
  entry,
  run,
  headline,
}: Omit<YouAreHereProps, 'origin'> & {
  readonly entry: ManifestEntry;
}) {
  const { backend, medianMs, threads } = headline;
  if (run.protocol !== PROTOCOL.id) {
    return (
      <p className="max-w-[68ch] text-sm">
        Not ranked: it was measured by {run.protocol}, and boards show {PROTOCOL.id}. The two never
        mix.
      </p>
    );
  }
  if (backend === 'mixed') {
    return (
      <p className="text-sm">
        Not ranked: part of it ran on another backend than the one that was asked for.
      </p>
    );
  }
  const { rows, total } = await getBoard(database(), {
    workload: entry.id,
    version: entry.version,
    backend,
    threads: backend === 'wasm' && threads.got === 1 ? 'one' : 'max',
    limit: ROWS_READ,
  });
  const place = placeOf(rows, run.device.slug);
  if (place === null) {
    return (
      <p className="max-w-[68ch] text-sm">
        This run is not in the ranking: software renderers, runs on battery, runs with fewer threads
        than asked for, unverified ones and those above their proof stay out.
      </p>
    );
  }
  const { unit } = boardUnit(entry);
  const { networks, p50Ms } = place.own;
  return (
    <>
      <p className="mb-3">
        {placeWords(place, total)} for {entry.title}.{' '}
        {networks > 1 && (
          <span className="text-grey-4">
            {duration(medianMs)} in this run, {duration(p50Ms)} in the median of{' '}
            {votersWords(networks)}.
          </span>
        )}
      </p>
      <Ranking
        rows={place.around.map((row) => ({
          ...rankingRow(row, entry),
          current: row === place.own,
        }))}
        unit={unit}
        label={`Neighbours in the ranking of ${entry.title}, median in ${unit}`}
      />
    </>
  );
}

function Challenge({ href }: { readonly href: string }) {
  return (
    <p className="no-print mt-4 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
      <span>
        Challenge a friend:{' '}
        <a className="link font-mono" href={href}>
          {href.replace(/^https?:\/\//, '')}
        </a>
      </span>
      <CopyButton text={href} what="link of the challenge" />
    </p>
  );
}
