import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { cpuTime } from '@/scripts/measure/quiet';

const folder = mkdtempSync(join(tmpdir(), 'flopmark-proc-'));

/** As proc(5) has it: id (name) state parent …, the times are fields 14 to 17. */
function processIn(
  id: number,
  name: string,
  parent: number,
  times: readonly [number, number, number, number],
): void {
  mkdirSync(join(folder, String(id)));
  const before = ['S', parent, ...Array.from({ length: 9 }, () => 0)];
  writeFileSync(
    join(folder, String(id), 'stat'),
    `${id} (${name}) ${[...before, ...times, 20, 0].join(' ')}\n`,
  );
}

afterAll(() => rmSync(folder, { recursive: true }));

describe('cpuTime', () => {
  it('tells the command and what descends from it from all the rest', () => {
    writeFileSync(
      join(folder, 'stat'),
      'cpu  100 20 30 9999 999 4 5 41 0 0\ncpu0 1 1 1 1 1 1 1 1 0 0\n',
    );
    mkdirSync(join(folder, 'sys'));
    processIn(10, 'bash', 1, [7, 0, 0, 0]);
    processIn(20, 'node', 10, [10, 2, 3, 1]);
    processIn(30, 'odd ) S 10 name', 20, [20, 0, 0, 0]);
    processIn(40, 'renderer', 30, [4, 0, 0, 0]);
    processIn(50, 'another', 10, [500, 0, 0, 0]);
    expect(cpuTime(folder, 20)).toEqual({
      machineMs: 10 * (100 + 20 + 30 + 4 + 5 + 41),
      ownMs: 10 * (16 + 20 + 4),
    });
  });
});
