// What the builder shows, read from the address: what the badge is about, and how it looks.
import {
  BADGE_SUBJECTS,
  type BadgeOptions,
  badgeQuery,
  PLAIN_BADGE,
  readBadgeOptions,
} from '@/lib/edge/badge-options';
import { oneOf, taken } from '@/lib/edge/parameters';
import { MANIFEST } from '@/lib/models/manifest';
import { RUN_ID } from '@/lib/submission/run-id';
import { addressesOf, type BadgeAddresses } from '@/lib/views/badge-snippets';

export const SUBJECTS = BADGE_SUBJECTS;
export type BadgeSubject = (typeof SUBJECTS)[number];

export interface BadgeChoice {
  readonly about: BadgeSubject;
  readonly workload: string;
  /** As given; a device that nobody measured draws a grey badge. */
  readonly device: string | null;
  /** Null where none is given, or what is given names none. */
  readonly run: string | null;
  readonly options: BadgeOptions;
}

export type Query = Readonly<Record<string, string | string[] | undefined>>;

const DEFAULT_WORKLOAD = 'mobilenet-v2-fp32';

/** A run's id, or the address of its page. */
const runIn = (text: string): string | null => {
  const id = text
    .trim()
    .replace(/^.*\/runs\//, '')
    .replace(/[/?#].*$/, '');
  return RUN_ID.test(id) ? id : null;
};

/** `device`: what is chosen where the address names none. */
export function readBadgeChoice(query: Query, device: string | null, now: Date): BadgeChoice {
  const given = Object.entries(query).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value]] : [],
  );
  const one = new URLSearchParams(given);
  const workload = one.get('workload') ?? '';
  return {
    about: taken(oneOf(SUBJECTS, one.get('about') ?? '')) ?? 'device',
    workload: MANIFEST.has(workload) ? workload : DEFAULT_WORKLOAD,
    device: one.get('device') || device,
    run: runIn(one.get('run') ?? ''),
    options: taken(readBadgeOptions(one, now)) ?? PLAIN_BADGE,
  };
}

/** Null where there is nothing yet to draw a badge of. */
export function addressesOfChoice({
  about,
  workload,
  device,
  run,
  options,
}: BadgeChoice): BadgeAddresses | null {
  const { style, at } = options;
  switch (about) {
    case 'run':
      return run === null
        ? null
        : addressesOf(`run/${run}`, `/runs/${run}`, badgeQuery({ style, backend: null, at }));
    case 'device': {
      if (device === null) return null;
      const slug = encodeURIComponent(device);
      return addressesOf(`device/${slug}/${workload}`, `/devices/${slug}`, badgeQuery(options));
    }
    case 'model':
      return addressesOf(
        `model/${workload}`,
        `/models/${workload}`,
        badgeQuery({ style, backend: null, at: null }),
      );
    case 'browser':
      return addressesOf(`browser/${workload}`, `/models/${workload}#board`, badgeQuery(options));
  }
}
