// Moderation: what waits, why, and what was done. Nothing here is linked or indexed; without a
// token of the instance there is no such page.
import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { DateTime } from '@/app/_components/date-time';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeading } from '@/app/_components/page-heading';
import { Section } from '@/app/_components/section';
import { settings } from '@/lib/config/current';
import { database } from '@/lib/db/client';
import { auditTrail, bannedSubmitters } from '@/lib/db/moderation';
import { waitingRuns } from '@/lib/db/moderation-queue';
import { unlistedModels } from '@/lib/db/unlisted';
import { isSession, SESSION_COOKIE } from '@/lib/edge/admin-session';
import { ActionForm } from './action-form';
import { AuditTable } from './audit-table';
import { ManyForm } from './many-form';
import { queueHref, readQueueChoice } from './queue-choice';
import { QueueFilter } from './queue-filter';
import { SignIn } from './sign-in';
import { UnlistedTable } from './unlisted-table';
import { WaitingRunItem } from './waiting-run';

export const metadata: Metadata = { title: 'Moderation', robots: { index: false, follow: false } };

const SHOWN = 50;

const NOTES: Readonly<Record<string, string>> = {
  wrong: 'That is not the token of this instance.',
  refused: 'Nothing was done: an id and a reason of at least three letters are needed.',
  unknown: 'Nothing was done: there is no such run or key.',
};

interface AdminPageProps {
  readonly searchParams: Promise<Readonly<Record<string, string | string[] | undefined>>>;
}

export default async function AdminPage({ searchParams }: AdminPageProps) {
  await connection();
  const { adminToken: token } = settings();
  if (token === null) notFound();
  const query = await searchParams;
  const told = Object.keys(query).find((key) => Object.hasOwn(NOTES, key));
  const note = told === undefined ? null : (NOTES[told] ?? null);
  const session = (await cookies()).get(SESSION_COOKIE)?.value;
  if (!(await isSession(session, token, Date.now()))) return <SignIn note={note} />;

  const choice = readQueueChoice(query);
  const [{ runs: waiting, next }, banned, trail, unlisted] = await Promise.all([
    waitingRuns(database(), choice, SHOWN),
    bannedSubmitters(database(), SHOWN),
    auditTrail(database(), SHOWN),
    unlistedModels(database(), SHOWN),
  ]);
  return (
    <>
      <PageHeading eyebrow="For moderators" title="Moderation">
        Runs that broke no rule but look unlikely, and those that readers reported. Their senders
        were told nothing.
      </PageHeading>
      <form method="post" action="/admin/sign-out" className="mb-6">
        <button type="submit" className="button-quiet">
          Sign out
        </button>
      </form>
      {note !== null && <p role="alert">{note}</p>}
      <Section id="waiting" title="Waiting" aside={`${waiting.length} shown, oldest first`}>
        <QueueFilter choice={choice} />
        {waiting.length === 0 ? (
          <EmptyState title="Nothing waits">
            A run that looks unlikely or is reported appears here.
          </EmptyState>
        ) : (
          <>
            <ul className="divide-y divide-grey-2 border-grey-2 border-y">
              {waiting.map((run) => (
                <WaitingRunItem key={run.id} run={run} form="chosen" />
              ))}
            </ul>
            <ManyForm id="chosen" />
          </>
        )}
        {next !== null && (
          <p className="mt-4 text-sm">
            <a className="link" href={queueHref(choice, next)}>
              Later ones
            </a>
          </p>
        )}
      </Section>
      <Section id="any" title="Any run or key">
        <ActionForm
          subject={null}
          choices={{ hide: 'Hide run', accept: 'Show run', ban: 'Ban key', unban: 'Lift ban' }}
        />
      </Section>
      <Section id="banned" title="Banned keys" aside={`${banned.length} shown`}>
        {banned.length === 0 ? (
          <p className="text-grey-4 text-sm">None.</p>
        ) : (
          <ul className="text-sm">
            {banned.map(({ id, bannedAt }) => (
              <li key={id} className="flex flex-wrap gap-x-5 py-1">
                <code className="break-all">{id}</code>
                {bannedAt !== null && <DateTime at={bannedAt} className="text-grey-4" />}
              </li>
            ))}
          </ul>
        )}
      </Section>
      <Section
        id="unlisted"
        title="Models not listed"
        aside="named by runs, in no table; shown with their vendor alone"
      >
        <UnlistedTable models={unlisted} />
      </Section>
      <Section id="trail" title="Audit trail" aside="newest first; lines are never changed">
        <AuditTable entries={trail} />
      </Section>
    </>
  );
}
