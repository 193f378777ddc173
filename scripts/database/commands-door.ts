// A running site's second door to its embedded database, for commands of the same owner: the
// database has one process, and that one is the site's. Where the door is stands in the data
// folder, which nobody else can read.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DatabaseSettings } from '@/lib/config/settings';
import { z } from '@/lib/core/zod';

const doorSchema = z.object({ port: z.int().min(1).max(65_535), password: z.string().min(1) });
export type Door = z.infer<typeof doorSchema>;

const pathIn = (folder: string): string => join(folder, 'commands');

/** Says where the door is; what is returned takes the word back. */
export function openDoor(folder: string, door: Door): () => void {
  const path = pathIn(folder);
  rmSync(path, { force: true });
  writeFileSync(path, JSON.stringify(door), { mode: 0o600, flag: 'wx' });
  return () => rmSync(path, { force: true });
}

const doorSettings = ({ port, password }: Door): DatabaseSettings => ({
  url: `postgres://flopmark:${password}@127.0.0.1/flopmark`,
  bridge: `127.0.0.1:${port}`,
  driver: 'vercel',
});

/** The door of the site that holds the folder; null where it has none, or has not opened it yet. */
export function findDoor(folder: string): DatabaseSettings | null {
  const path = pathIn(folder);
  if (!existsSync(path)) return null;
  const read = doorSchema.safeParse(JSON.parse(readFileSync(path, 'utf8')));
  return read.success ? doorSettings(read.data) : null;
}
