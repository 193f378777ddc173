// The functions of the database are written once: what the migrations leave behind is the text of
// lib/db/functions.
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { expect, it } from 'vitest';
import { FUNCTIONS } from '@/lib/db/functions/all';

const folder = resolve(import.meta.dirname, '../../migrations');
const migrations = readdirSync(folder)
  .filter((name) => name.endsWith('.sql'))
  .sort()
  .map((name) => readFileSync(join(folder, name), 'utf8'));

/** What Postgres makes of it: neither where lines end nor what comments say changes a function. */
const plain = (text: string): string => text.replace(/--.*$/gm, '').replace(/\s+/g, ' ');

it.each([...FUNCTIONS])('%s is as its newest migration makes it', (name, text) => {
  const newest = migrations.findLast((migration) =>
    migration.includes(`create or replace function ${name}(`),
  );
  expect(
    plain(newest ?? ''),
    'npx drizzle-kit generate --custom --name what; npm run -s flopmark -- functions >> the new migration',
  ).toContain(plain(text));
});
