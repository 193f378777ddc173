// The built site on a free port with a data folder of its own, started as a person starts it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { copyEmptyDatabase } from '../database/empty';
import { root } from '../root';
import { freePort } from './free-port';

const START_LIMIT_MS = 300_000;

export interface Site {
  readonly url: string;
  readonly data: string;
  readonly process: ChildProcess;
  /** Stops the server as Ctrl-C does and removes its data unless the folder was given. */
  stop(): Promise<void>;
}

export interface SiteOptions {
  readonly data?: string;
  readonly port?: number;
  readonly env?: Readonly<Record<string, string>>;
  /**
   * Limits as they are outside; by default a laboratory's, because all tests come from one address.
   */
  readonly limits?: boolean;
  /** Serves generated runs; the folder's, where they are of this version. */
  readonly demo?: boolean;
}

/** As a site leaves it that has started once. */
async function newData(): Promise<string> {
  const data = mkdtempSync(join(tmpdir(), 'flopmark-site-'));
  await copyEmptyDatabase(join(data, 'db'));
  return data;
}

export async function startSite(options: SiteOptions = {}): Promise<Site> {
  const data = options.data ?? (await newData());
  const port = options.port ?? (await freePort());
  const flags = [
    ...(options.limits === true ? [] : ['--lab']),
    ...(options.demo === true ? ['--demo'] : []),
  ];
  const child = spawn(process.execPath, ['scripts/start.mjs', ...flags], {
    cwd: root,
    env: { ...process.env, ...options.env, PORT: String(port), FLOPMARK_DATA: data },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const said: string[] = [];
  const url = await new Promise<string>((ready, failed) => {
    const fail = (why: string): void =>
      failed(new Error(`the site did not start: ${why}\n${said.join('').slice(-4000)}`));
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      fail('it took too long');
    }, START_LIMIT_MS);
    child.stderr?.on('data', (chunk: Buffer) => said.push(chunk.toString()));
    child.stdout?.on('data', (chunk: Buffer) => {
      said.push(chunk.toString());
      const match = /Flopmark ready on (\S+)/.exec(said.join(''));
      if (match === null) return;
      clearTimeout(timer);
      ready(match[1]);
    });
    exited.then(() => {
      clearTimeout(timer);
      fail('it ended');
    });
  });
  return {
    url,
    data,
    process: child,
    stop: async () => {
      if (child.exitCode === null && child.signalCode === null) child.kill('SIGTERM');
      await exited;
      if (options.data === undefined) rmSync(data, { recursive: true, force: true });
    },
  };
}
