// What takes long to make is made once, whole, and for one user.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { keptFolder } from '@/scripts/kept-folder';

const VERSION = `test-${process.pid}`;
const made: string[] = [];
const making = (text: string) => async (folder: string) => {
  made.push(text);
  writeFileSync(join(folder, 'text'), text);
};

afterEach(async () => {
  made.length = 0;
  rmSync(await keptFolder('kept', VERSION, making('')), { recursive: true, force: true });
  made.length = 0;
});

describe('a kept folder', () => {
  it('is made once, and is of this user', async () => {
    const kept = await keptFolder('kept', VERSION, making('first'));
    expect(await keptFolder('kept', VERSION, making('second'))).toBe(kept);
    expect(made).toEqual(['first']);
    expect(readFileSync(join(kept, 'text'), 'utf8')).toBe('first');
    expect(basename(kept)).toContain(`-${process.getuid?.()}-`);
  });

  it('is whole where several begin at once', async () => {
    const all = await Promise.all(
      ['a', 'b', 'c'].map((text) => keptFolder('kept', VERSION, making(text))),
    );
    expect(new Set(all).size).toBe(1);
    expect(made).toContain(readFileSync(join(all[0] ?? '', 'text'), 'utf8'));
  });

  it('is not there where making it failed, and is made the next time', async () => {
    let half = '';
    const fails = keptFolder('kept', VERSION, async (folder) => {
      half = folder;
      mkdirSync(join(folder, 'half'));
      throw new Error('out of space');
    });
    await expect(fails).rejects.toThrow('out of space');
    expect(existsSync(half)).toBe(false);
    const kept = await keptFolder('kept', VERSION, making('again'));
    expect(readFileSync(join(kept, 'text'), 'utf8')).toBe('again');
  });
});
