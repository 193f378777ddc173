// WASM against native for many workloads, each in a process of its own: a WASM heap grows to 4 GiB
// and never shrinks.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { root } from '../root';
import { type Agreement, agreementLine } from './check';

interface Failure {
  readonly id: string;
  readonly ok: false;
  /** What the process said last. */
  readonly reason: string;
}

/** `zoo -- check` for one workload. */
async function checkApart(id: string): Promise<Agreement | Failure> {
  const child = spawn(process.execPath, [
    join(root, 'scripts', 'run.mjs'),
    'zoo',
    'check',
    id,
    '--json',
  ]);
  const [stdout, stderr] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'close'),
  ]);
  try {
    return JSON.parse(stdout) as Agreement;
  } catch {
    return { id, ok: false, reason: stderr.trim().split('\n').at(-1) ?? 'no answer' };
  }
}

/**
 * Prints a line for each as it comes, and writes all to `path` where one is given; false where one
 * is not right.
 */
export async function checkAll(ids: readonly string[], path: string | undefined): Promise<boolean> {
  const rows: (Agreement | Failure)[] = [];
  for (const id of ids) {
    const row = await checkApart(id);
    rows.push(row);
    console.log('reason' in row ? `${id}: ${row.reason}` : agreementLine(row));
    if (path !== undefined)
      writeFileSync(path, `[\n${rows.map((each) => JSON.stringify(each)).join(',\n')}\n]\n`);
  }
  const wrong = rows.filter(({ ok }) => !ok);
  console.log(`${rows.length - wrong.length} of ${rows.length} agree within their tolerance`);
  for (const { id } of wrong) console.log(`not: ${id}`);
  return wrong.length === 0;
}
