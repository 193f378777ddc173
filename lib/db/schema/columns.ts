// Column types that all tables share.
import { sql } from 'drizzle-orm';
import { customType, timestamp } from 'drizzle-orm/pg-core';

/** clock_timestamp(), not now(): the time of the statement, also inside a long transaction. */
export const databaseClock = sql`clock_timestamp()`;

/** A column of points in time, with milliseconds and a time zone. */
export const instant = (name: string) => timestamp(name, { withTimezone: true, precision: 3 });

/** A float8 array: raw samples in order, without JSON's detour. */
export const doubles = customType<{ data: number[]; driverData: string | number[] }>({
  dataType: () => 'double precision[]',
  toDriver: (values) => `{${values.join(',')}}`,
  fromDriver: (value) =>
    typeof value === 'string' ? value.slice(1, -1).split(',').filter(Boolean).map(Number) : value,
});
