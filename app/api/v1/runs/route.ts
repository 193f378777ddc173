import { settings } from '@/lib/config/current';
import { database } from '@/lib/db/client';
import { receiveRun } from '@/lib/db/evidence';
import { isStored, type Stored, storeRun } from '@/lib/db/runs';
import { addressOf } from '@/lib/edge/client-address';
import { guarded } from '@/lib/edge/failed';
import { arrivalOf } from '@/lib/edge/lab';
import { voterHashes, voterOfAddress, voterOfKey } from '@/lib/edge/network';
import { countRun, joined, keyLimiting, requesterOf } from '@/lib/edge/rate-limit';
import { json, problem } from '@/lib/edge/respond';
import { readWrite } from '@/lib/edge/write';
import { MANIFEST } from '@/lib/models/manifest';
import { ORT_VERSION } from '@/lib/ort/version';
import { type Accepted, acceptRun } from '@/lib/submission/accept';
import { entriesOf } from '@/lib/submission/entries';
import { judge } from '@/lib/submission/plausibility/judge';
import { STORED_CODES } from '@/lib/submission/plausibility/rules';
import { runIdOf } from '@/lib/submission/run-id';
import { LIMITS, runSubmissionSchema } from '@/lib/submission/schema';
import { openTicket } from '@/lib/submission/ticket';
import { checkUnseen } from '@/lib/submission/unseen';
import { writeFacts } from '@/lib/watch/facts';

export const runtime = 'edge';

const suspicionsOf = ({ run, measurements }: Accepted, { copies }: Stored): string[] => [
  ...new Set([
    ...run.quarantineReasons,
    ...measurements.flatMap(({ quarantineReasons }) => quarantineReasons),
    ...(copies.length > 0 ? STORED_CODES : []),
  ]),
];

const rowsOf = ({ measurements }: Accepted): Record<string, number> => {
  const rows: Record<string, number> = {};
  for (const { backend, outcome } of measurements) {
    rows[`${backend}/${outcome}`] = (rows[`${backend}/${outcome}`] ?? 0) + 1;
  }
  return rows;
};

/** After what waits to be sent: a driver writes in a later turn than it is asked in. */
const questionsSent = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** The text of the ticket of a body that nobody has checked; empty for none. */
const ticketIn = (value: unknown): string =>
  typeof value === 'object' &&
  value !== null &&
  'ticket' in value &&
  typeof value.ticket === 'string'
    ? value.ticket.slice(0, LIMITS.ticket)
    : '';

/**
 * A laboratory says what it found, so that attacks can be told apart, and our own server in front
 * is told what to count; whoever sent the run is answered the same in any case.
 */
function toldOf(accepted: Accepted, stored: Stored): Record<string, string> {
  const { lab, front } = settings();
  const quarantined = suspicionsOf(accepted, stored);
  return {
    ...(lab && { 'X-Flopmark-Lab-Verdict': quarantined.join(',') }),
    ...(front && writeFacts({ rows: rowsOf(accepted), quarantined })),
  };
}

/**
 * Accepts a run: checked, derived, stored whole in one transaction, or refused with nothing stored.
 */
export const POST = guarded(async (request) => {
  const requester = requesterOf(request, settings());
  const byNetwork = await countRun(database(), requester);
  if (byNetwork.rejection !== null) return problem(byNetwork.rejection, byNetwork);
  const written = await readWrite(requester, {
    schema: runSubmissionSchema,
    capBytes: LIMITS.bodyBytes,
    admits: (value) => openTicket(ticketIn(value), settings().secrets),
  });
  if (!written.ok) return problem(written.error, byNetwork);
  const { body: submission, submitter, trustedProxies, lab } = written.value;
  const opened = await openTicket(submission.ticket, settings().secrets);
  if (!opened.ok) return problem(opened.error, byNetwork);
  const ticket = opened.value;
  const limiting = keyLimiting('run', submitter, lab);
  const entries = entriesOf(submission);
  const { board, networkKey } = settings();
  const voter =
    board === 'private'
      ? voterOfKey(submitter)
      : voterOfAddress(addressOf(request, trustedProxies));
  const voters = voterHashes(entries, voter, networkKey);
  const context = {
    ticket,
    submitter,
    manifest: MANIFEST,
    ortVersion: ORT_VERSION,
    entries,
    voters,
  };
  const [arrival, accepted] = await Promise.all([
    receiveRun(database(), { ticket, entries }, MANIFEST, limiting),
    // Not before the database has its question: it answers while this thread derives.
    questionsSent().then(() => acceptRun(submission, context)),
  ]);
  const { rejection, headers: ofKey } = limiting.judge(arrival.counts);
  const headers = joined(byNetwork.headers, ofKey);
  if (rejection !== null) return problem(rejection, { headers });
  if (!accepted.ok) return problem(accepted.error, { headers });
  const unseen = { seed: ticket.privateSeed, golden: arrival.privateGolden, manifest: MANIFEST };
  const checked = checkUnseen(accepted.value, submission, unseen);
  if (!checked.ok) return problem(checked.error, { headers });
  if (!arrival.evidence.ok) return problem(arrival.evidence.error, { headers });
  const id = await runIdOf(ticket.id, submission);
  const path = `/runs/${id}`;
  const created = (told: Record<string, string>) =>
    json(
      { id, url: path, badge: `/badge/run/${id}.svg` },
      { status: 201, headers: { ...headers, Location: path, ...told } },
    );
  const judged = judge(submission, checked.value, MANIFEST, arrival.evidence.value);
  if (!judged.ok) {
    // What was judged well once may be judged ill by a clock that was set back since.
    return (await isStored(database(), id, checked.value.run))
      ? created({})
      : problem(judged.error, { headers });
  }
  const stored = await storeRun(database(), id, judged.value, arrivalOf(request, lab, Date.now()));
  if (!stored.ok) return problem(stored.error, { headers });
  return created(toldOf(judged.value, stored.value));
});
