// nginx as deploy/nginx.conf has it, with ports, names and a certificate for a try on this machine.
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../root';

const NAME = 'localhost';

export interface Answer {
  /** 0 where nobody answered. */
  readonly status: number;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly text: string;
}

export interface FrontProxy {
  readonly url: string;
  readonly certificate: string;
  ask(
    path: string,
    options?: {
      readonly method?: string;
      readonly body?: string;
      readonly headers?: Record<string, string>;
    },
  ): Promise<Answer>;
  stop(): Promise<void>;
}

/** The configuration with what is said in it to be changed, changed. */
function configured(
  folder: string,
  port: number,
  plainPort: number,
  ports: readonly number[],
): string {
  const servers = ports
    .map((each) => `    server 127.0.0.1:${each} max_fails=1 fail_timeout=1s;`)
    .join('\n');
  const text = readFileSync(join(root, 'deploy/nginx.conf'), 'utf8')
    .replace(/^ {4}server 127\.0\.0\.1:3000.*$/m, servers)
    .replaceAll('flopmark.example;', `${NAME};`)
    .replace('listen 80;', `listen 127.0.0.1:${plainPort};`)
    .replace('listen 443 ssl', `listen 127.0.0.1:${port} ssl`)
    .replace('proxy_set_header Host $host;', 'proxy_set_header Host $http_host;')
    .replace(/ssl_certificate .*;/, `ssl_certificate ${folder}/certificate.pem;`)
    .replace(/ssl_certificate_key .*;/, `ssl_certificate_key ${folder}/key.pem;`);
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (kind) => `${kind}_temp_path ${folder}/${kind};`,
  );
  // Its workers write into the folder, which is this user's alone.
  const user = process.getuid?.() === 0 ? 'user root; ' : '';
  return `${user}daemon off; pid ${folder}/pid; error_log ${folder}/error.log;
events { worker_connections 1024; }
http { access_log off; ${kept.join(' ')}
${text}}
`;
}

export async function startProxy(
  port: number,
  plainPort: number,
  ports: readonly number[],
): Promise<FrontProxy> {
  const folder = mkdtempSync(join(tmpdir(), 'flopmark-nginx-'));
  const subject = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME},IP:127.0.0.1`];
  execFileSync(
    'openssl',
    [
      'req',
      '-x509',
      '-newkey',
      'rsa:2048',
      '-nodes',
      '-days',
      '2',
      ...subject,
      '-keyout',
      join(folder, 'key.pem'),
      '-out',
      join(folder, 'certificate.pem'),
    ],
    { stdio: 'ignore' },
  );
  const path = join(folder, 'nginx.conf');
  writeFileSync(path, configured(folder, port, plainPort, ports));
  execFileSync('nginx', ['-t', '-q', '-c', path], { stdio: ['ignore', 'ignore', 'inherit'] });
  const child = spawn('nginx', ['-c', path], { stdio: ['ignore', 'ignore', 'inherit'] });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  const certificate = join(folder, 'certificate.pem');
  const agent = new Agent({ ca: readFileSync(certificate), keepAlive: true, maxSockets: 32 });
  const url = `https://${NAME}:${port}`;
  return {
    url,
    certificate,
    ask: (asked, { method = 'GET', body, headers = {} } = {}) =>
      new Promise((resolve) => {
        const nobody = (error: Error): void =>
          resolve({ status: 0, headers: {}, text: error.message });
        const sent = request(`${url}${asked}`, { method, headers, agent }, (answer) => {
          const parts: Buffer[] = [];
          answer.on('data', (part: Buffer) => parts.push(part));
          answer.on('error', nobody);
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              headers: answer.headers,
              text: Buffer.concat(parts).toString(),
            }),
          );
        });
        sent.once('error', nobody);
        sent.end(body);
      }),
    stop: async () => {
      agent.destroy();
      child.kill('SIGTERM');
      await ended;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
