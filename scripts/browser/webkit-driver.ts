// WebKit by Debian's WebKitWebDriver: W3C WebDriver over HTTP, MiniBrowser under Xvfb, the nearest
// thing to Safari that runs here.
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { freePort } from '../site/free-port';
import { type Driver, pollFor } from './driver';

const DRIVER = '/usr/bin/WebKitWebDriver';
const XVFB = '/usr/bin/Xvfb';

function miniBrowser(): string | null {
  for (const folder of existsSync('/usr/lib') ? readdirSync('/usr/lib') : []) {
    const path = `/usr/lib/${folder}/webkit2gtk-4.1/MiniBrowser`;
    if (existsSync(path)) return path;
  }
  return null;
}

/** Whether WebKit can run on this machine. */
export function findWebkit(): string | null {
  return existsSync(DRIVER) && existsSync(XVFB) ? miniBrowser() : null;
}

/** A free display number: X keeps a lock file for each that is taken. */
function freeDisplay(): number {
  for (let display = 90; display < 200; display += 1)
    if (!existsSync(`/tmp/.X${display}-lock`)) return display;
  throw new Error('no free X display');
}

const ended = (child: ChildProcess): Promise<void> =>
  new Promise((resolve) =>
    child.exitCode === null ? child.once('exit', () => resolve()) : resolve(),
  );

export async function webkitDriver(): Promise<Driver> {
  const binary = findWebkit();
  if (binary === null) throw new Error('no WebKit found: apt-get install webkit2gtk-driver xvfb');
  const display = freeDisplay();
  const xvfb = spawn(XVFB, [`:${display}`, '-screen', '0', '1280x1000x24', '-nolisten', 'tcp'], {
    stdio: 'ignore',
  });
  const port = await freePort();
  const driver = spawn(DRIVER, [`--port=${port}`], {
    stdio: 'ignore',
    env: { ...process.env, DISPLAY: `:${display}`, WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: '1' },
  });
  const base = `http://127.0.0.1:${port}`;

  async function command<T>(
    method: 'GET' | 'POST' | 'DELETE',
    path: string,
    body?: unknown,
  ): Promise<T> {
    const response = await fetch(`${base}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } }),
    });
    const { value } = (await response.json()) as {
      value: T & { error?: string; message?: string };
    };
    if (!response.ok) throw new Error(`WebDriver ${path}: ${value.error} ${value.message}`);
    return value;
  }

  for (let tries = 0; ; tries += 1) {
    const up = await fetch(`${base}/status`).then(
      (response) => response.ok,
      () => false,
    );
    if (up && existsSync(`/tmp/.X${display}-lock`)) break;
    if (tries > 100) throw new Error('WebKitWebDriver did not start');
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  const { sessionId } = await command<{ sessionId: string }>('POST', '/session', {
    capabilities: {
      alwaysMatch: {
        'webkitgtk:browserOptions': { binary, args: ['--automation'] },
        pageLoadStrategy: 'normal',
      },
    },
  });
  const session = `/session/${sessionId}`;
  const evaluate = <T>(expression: string): Promise<T> =>
    command<T>('POST', `${session}/execute/sync`, { script: `return (${expression});`, args: [] });
  const faults: string[] = [];
  /**
   * WebDriver has no scripts before load: violations are read back from the browser's own report
   * buffer.
   */
  const collect = async (): Promise<void> => {
    const found = await command<string[]>('POST', `${session}/execute/async`, {
      script: `const done = arguments[0];
        if (typeof ReportingObserver === 'undefined') { done([]); return; }
        const observer = new ReportingObserver((reports) => {
          done(reports.map(({ body }) => 'policy: ' + JSON.stringify(body)));
        }, { types: ['csp-violation'], buffered: true });
        observer.observe();
        const said = () => observer.takeRecords().map(({ body }) => 'policy: ' + JSON.stringify(body));
        setTimeout(() => done(said()), 300);`,
      args: [],
    });
    faults.push(...found);
  };
  return {
    name: 'webkit',
    open: async (url) => {
      if ((await evaluate<string>('location.protocol')).startsWith('http')) await collect();
      await command('POST', `${session}/url`, { url });
    },
    click: async (selector) => {
      await pollFor({ evaluate }, selector);
      const element = await command<Record<string, string>>('POST', `${session}/element`, {
        using: 'css selector',
        value: selector,
      });
      await command('POST', `${session}/element/${Object.values(element)[0]}/click`, {});
    },
    waitFor: (selector, limitMs) => pollFor({ evaluate }, selector, limitMs),
    evaluate,
    faults: async () => {
      await collect();
      return faults;
    },
    close: async () => {
      await command('DELETE', session).catch(() => undefined);
      driver.kill('SIGTERM');
      await ended(driver);
      xvfb.kill('SIGTERM');
      await ended(xvfb);
    },
  };
}
