// A command run in this process: what it says and how it ends, without a second for a process of
// its own.
import { vi } from 'vitest';
import { entryOf } from '@/scripts/catalogue';
import type { Exit } from '@/scripts/command';

export interface Ended {
  readonly status: Exit;
  readonly stdout: string;
  readonly stderr: string;
}

/** What `run` prints, and its exit status. One at a time: it listens to the whole process. */
export async function listenTo(run: () => Promise<Exit>): Promise<Ended> {
  const said: string[] = [];
  const wrong: string[] = [];
  const spies = [
    vi.spyOn(console, 'log').mockImplementation((line) => void said.push(`${line}\n`)),
    vi.spyOn(console, 'error').mockImplementation((line) => void wrong.push(`${line}\n`)),
    vi.spyOn(process.stdout, 'write').mockImplementation((text) => said.push(String(text)) > 0),
    vi.spyOn(process.stderr, 'write').mockImplementation((text) => wrong.push(String(text)) > 0),
  ];
  try {
    const status = await run();
    return { status, stdout: said.join(''), stderr: wrong.join('') };
  } finally {
    for (const spy of spies) spy.mockRestore();
  }
}

/** A command of the catalogue. @throws Error where there is none of this name. */
export function runCommand(name: string, ...args: string[]): Promise<Ended> {
  const entry = entryOf(name);
  if (entry === undefined) throw new Error(`there is no command '${name}'`);
  return listenTo(async () => (await entry.load()).command.run(name, entry.summary, args));
}
