// Which months may be made into a snapshot: those whose youngest row is 30 days old, so that who
// withdraws within 30 days is in none.
import { UsageError } from '../command';

const DAYS_TO_WITHDRAW = 30;
const DAY_MS = 86_400_000;

export interface Month {
  /** 2026-10. */
  readonly name: string;
  readonly from: Date;
  readonly until: Date;
}

const monthAt = (year: number, index: number): Month => {
  const from = new Date(Date.UTC(year, index, 1));
  return {
    name: from.toISOString().slice(0, 7),
    from,
    until: new Date(Date.UTC(year, index + 1, 1)),
  };
};

/** The newest month that is old enough. */
export function newestMonth(now: Date): Month {
  const settled = new Date(now.getTime() - DAYS_TO_WITHDRAW * DAY_MS);
  return monthAt(settled.getUTCFullYear(), settled.getUTCMonth() - 1);
}

/** The named month. @throws UsageError for none, and for one that is too young. */
export function monthNamed(name: string, now: Date): Month {
  const [, year, month] = /^(\d{4})-(0[1-9]|1[0-2])$/.exec(name) ?? [];
  if (year === undefined || month === undefined)
    throw new UsageError(`'${name}' is no month such as 2026-10`);
  const found = monthAt(Number(year), Number(month) - 1);
  if (found.until.getTime() + DAYS_TO_WITHDRAW * DAY_MS > now.getTime()) {
    throw new UsageError(
      `${name} has rows younger than ${DAYS_TO_WITHDRAW} days; the newest is ${newestMonth(now).name}`,
    );
  }
  return found;
}
