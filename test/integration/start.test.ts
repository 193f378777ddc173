// Starting and stopping as a person does it: the printed line, the lock, the secret, the port, and what a kill leaves.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { freePort } from '../support/free-port';
import { startSite } from '../support/site';

const root = resolve(import.meta.dirname, '../..');
const folder = mkdtempSync(join(tmpdir(), 'flopmark-start-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const start = (env: Record<string, string>): { status: number | null; stderr: string } => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/start.mjs'], {
    cwd: root,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    timeout: 120_000,
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
    const again = await vi.waitFor(() => startSite({ data, port }), { timeout: 60_000, interval: 200 });
    expect(readFileSync(join(data, 'secret'), 'utf8')).toBe(secret);
    await again.stop();
  });

  it('says what is wrong with a port', () => {
    const { status, stderr } = start({ PORT: 'eighty', FLOPMARK_DATA: join(folder, 'none') });
    expect(status).toBe(1);
    expect(stderr).toContain("not 'eighty'");
  });
});
