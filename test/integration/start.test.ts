// Starting and stopping as a person does it: the printed line, the lock, the secret, the port, and
// what a kill leaves.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { PATIENCE_MS } from '@/scripts/browser/patience';
import { freePort } from '@/scripts/site/free-port';
import { startSite } from '@/scripts/site/site';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'flopmark-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (env: Record<string, string>): { status: number | null; stderr: string } => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: PATIENCE_MS,
  });
  return { status, stderr };
};

describe('npm start', () => {
  it('keeps its secret to itself, refuses a second holder of its data, and survives a kill -9', async () => {
    const data = join(folder, 'data');
    const port = await freePort();
    const site = await startSite({ data, port });
    expect(site.url).toBe(`http://localhost:${port}`);
    expect(statSync(join(data, 'secret')).mode & 0o777).toBe(0o600);
    const secret = readFileSync(join(data, 'secret'), 'utf8');

    const second = start({ FLOPMARK_DATA: data, PORT: String(await freePort()) });
    expect(second.status).toBe(1);
    expect(second.stderr).toContain('is in use by process');

    const busy = start({ FLOPMARK_DATA: join(folder, 'other'), PORT: String(port) });
    expect(busy.status).toBe(1);
    expect(busy.stderr).toContain(`Port ${port} is in use`);

    site.process.kill('SIGKILL');
    await site.stop();
    // The web server ends with its parent, so port and lock are free again.
    const again = await vi.waitFor(() => startSite({ data, port }), {
      timeout: PATIENCE_MS,
      interval: 200,
    });
    expect(readFileSync(join(data, 'secret'), 'utf8')).toBe(secret);
    await again.stop();
  });

  it('says all that is wrong with its configuration, a line each, before it makes anything', () => {
    const data = join(folder, 'none');
    const { status, stderr } = start({
      PORT: 'eighty',
      FLOPMARK_DATA: data,
      FLOPMARK_SECRET: '',
      FLOPMARK_ADMIN_TOKEN: 'short',
      FLOPMARK_ORIGIN: 'javascript:alert(1)',
    });
    expect(status).toBe(1);
    const names = stderr.split('\n').map((line) => line.split(' ')[0]);
    for (const name of ['PORT', 'FLOPMARK_SECRET', 'FLOPMARK_ADMIN_TOKEN', 'FLOPMARK_ORIGIN']) {
      expect(names.filter((each) => each === name)).toHaveLength(1);
    }
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(existsSync(data)).toBe(false);
  });

  it('closes a folder that was open, and all that it puts there', async () => {
    const data = join(folder, 'open');
    mkdirSync(join(data, 'db'), { recursive: true });
    chmodSync(data, 0o755);
    const site = await startSite({ data });
    const modes = (path: string): string[] => {
      const found = statSync(path);
      const mode = `${found.isDirectory() ? 'folder' : 'file'} ${(found.mode & 0o777).toString(8)}`;
      return [
        mode,
        ...(found.isDirectory()
          ? readdirSync(path).flatMap((name) => modes(join(path, name)))
          : []),
      ];
    };
    expect([...new Set(modes(data))].sort()).toEqual(['file 600', 'folder 700']);
    await site.stop();
  });
});
