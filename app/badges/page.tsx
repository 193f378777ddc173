// The builder of badges: choose what a badge says, see it, copy the lines. All state is in the
// address.
import type { Metadata } from 'next';
import { connection } from 'next/server';
import { EmptyState } from '@/app/_components/empty-state';
import { PageHeading } from '@/app/_components/page-heading';
import { siteOrigin } from '@/app/origin';
import { database } from '@/lib/db/client';
import { listDevices } from '@/lib/db/devices';
import { addressesOfChoice, type BadgeChoice, type Query, readBadgeChoice } from './badge-choice';
import { BadgeForm } from './badge-form';
import { BadgePreview } from './badge-preview';

export const metadata: Metadata = {
  title: 'Badges',
  description:
    'A badge or a card for a README: what a device, a model or a run reaches in the browser.',
  alternates: { canonical: '/badges' },
};

interface BadgesPageProps {
  readonly searchParams: Promise<Query>;
}

const DEVICES_LISTED = 300;
const DAY_MS = 86_400_000;

const ALT: Readonly<Record<BadgeChoice['about'], string>> = {
  device: 'Speed in the browser, measured with Flopmark',
  browser: 'Runs in the browser, measured with Flopmark',
  model: 'FLOPs and parameters, counted by Flopmark',
  run: 'Measured with Flopmark',
};

function Nothing({ about }: Pick<BadgeChoice, 'about'>) {
  return about === 'run' ? (
    <EmptyState
      title="Which run?"
      action={
        <a className="button" href="/my-runs">
          My runs
        </a>
      }
    >
      Paste the address of a run&rsquo;s page. Runs that you published in this browser are under My
      runs.
    </EmptyState>
  ) : (
    <EmptyState
      title="No device has been measured yet"
      action={
        <a className="button" href="/run">
          Run on this device
        </a>
      }
    >
      The first published run gives its device a badge.
    </EmptyState>
  );
}

export default async function BadgesPage({ searchParams }: BadgesPageProps) {
  await connection();
  const devices = await listDevices(database(), DEVICES_LISTED);
  const now = new Date();
  const choice = readBadgeChoice(await searchParams, devices[0]?.slug ?? null, now);
  const addresses = addressesOfChoice(choice);
  const lastDay = new Date(now.getTime() - DAY_MS).toISOString().slice(0, 10);
  return (
    <>
      <PageHeading title="Badges">
        What a device, a model or a run reaches, for a README or a page. Every badge names unit,
        backend and date, and follows the board unless you freeze it.
      </PageHeading>
      <div className="grid gap-x-12 gap-y-10 md:grid-cols-[minmax(0,20rem)_minmax(0,1fr)]">
        <BadgeForm choice={choice} devices={devices} lastDay={lastDay} />
        <div data-live-part="result" className="min-w-0">
          {addresses === null ? (
            <Nothing about={choice.about} />
          ) : (
            <BadgePreview
              origin={await siteOrigin()}
              addresses={addresses}
              alt={ALT[choice.about]}
            />
          )}
        </div>
      </div>
    </>
  );
}
