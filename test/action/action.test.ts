// The action as GitHub runs it: the bundled script, in a real repository with two commits, with an
// event, inputs as environment variables, and a server that answers as GitHub's REST API does and
// keeps what it is sent.
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { GraphBuilder } from '@/lib/onnx/builder';
import { writeModel } from '@/lib/onnx/write';
import { root } from '@/scripts/root';

/** A matrix product of 8 × width on a batch that the file leaves open or not. */
function model(width: number, batch: number | string = 1): Uint8Array {
  const g = new GraphBuilder({ name: 'product', opset: 17 });
  const x = g.input('x', 'float32', [batch, 8]);
  const w = g.parameter('w', 'float32', [8, width], (target) => target.fill(1));
  g.output(g.node('Relu', [g.node('MatMul', [x, w])]), 'float32', [batch, width]);
  return writeModel(g.finish());
}

interface Stored {
  id: number;
  body: string;
}

let server: Server;
const comments: Stored[] = [];
const requests: string[] = [];
let answerStatus = 200;
beforeAll(async () => {
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => {
      body += chunk;
    });
    request.on('end', () => {
      requests.push(`${request.method} ${request.url} ${request.headers.authorization}`);
      const sent = body === '' ? {} : (JSON.parse(body) as { body?: string });
      const [, id] = /\/issues\/comments\/(\d+)$/.exec(request.url ?? '') ?? [];
      if (answerStatus !== 200) response.writeHead(answerStatus);
      else if (request.method === 'POST')
        comments.push({ id: comments.length + 1, body: sent.body ?? '' });
      else if (request.method === 'PATCH') {
        const found = comments.find((one) => String(one.id) === id);
        if (found !== undefined) found.body = sent.body ?? '';
      }
      response.end(JSON.stringify(request.method === 'GET' ? comments : {}));
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
});
afterAll(() => server?.close());

let folder: string;
let repository: string;
let base: string;
beforeEach(() => {
  comments.length = 0;
  requests.length = 0;
  answerStatus = 200;
  folder = mkdtempSync(join(tmpdir(), 'flopmark-action-'));
  repository = join(folder, 'repository');
  mkdirSync(repository);
  git('init', '--quiet', '--initial-branch=main');
  git('config', 'user.name', 'A');
  git('config', 'user.email', 'a@example.org');
  // No housekeeping in the background, which writes while the folder is removed.
  git('config', 'maintenance.auto', 'false');
  put('models/net.onnx', model(20));
  put('models/same.onnx', model(4));
  put('models/old name.onnx', model(6));
  // So unlike the others that git takes none of them for it.
  put('gone.onnx', model(300));
  put('notes.txt', 'one');
  base = commit('first');
});
afterEach(() => rmSync(folder, { recursive: true }));

const git = (...args: string[]): string =>
  execFileSync('git', args, { cwd: repository, encoding: 'utf8' }).trim();

function put(path: string, content: Uint8Array | string): void {
  mkdirSync(dirname(join(repository, path)), { recursive: true });
  writeFileSync(join(repository, path), content);
}

function commit(message: string): string {
  git('add', '--all');
  git('commit', '--quiet', '-m', message);
  return git('rev-parse', 'HEAD');
}

interface Ran {
  readonly status: number;
  readonly stdout: string;
  readonly summary: string;
  readonly outputs: Readonly<Record<string, string>>;
}

/** Runs the bundled script as the runner does. */
function act(
  inputs: Readonly<Record<string, string>> = {},
  event: unknown = undefined,
): Promise<Ran> {
  const at = (name: string): string => join(folder, name);
  for (const name of ['output', 'summary']) writeFileSync(at(name), '');
  writeFileSync(
    at('event.json'),
    JSON.stringify(event ?? { pull_request: { number: 7, base: { sha: base } } }),
  );
  const given = {
    files: '**/*.onnx',
    all: 'false',
    comment: 'true',
    token: 'secret',
    title: 'FLOPs',
    ...inputs,
  };
  const env: NodeJS.ProcessEnv = {
    NODE_ENV: 'production',
    PATH: process.env.PATH,
    HOME: folder,
    GITHUB_WORKSPACE: repository,
    GITHUB_EVENT_PATH: at('event.json'),
    GITHUB_REPOSITORY: 'owner/name',
    GITHUB_API_URL: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    GITHUB_OUTPUT: at('output'),
    GITHUB_STEP_SUMMARY: at('summary'),
    RUNNER_TEMP: folder,
    ...Object.fromEntries(
      Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value]),
    ),
  };
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(root, 'action/action.generated.mjs')],
      { env, cwd: repository },
      (error, stdout) => {
        const outputs = readFileSync(at('output'), 'utf8').trim().split('\n');
        resolve({
          status: error === null ? 0 : Number(error.code),
          stdout,
          summary: readFileSync(at('summary'), 'utf8'),
          outputs: Object.fromEntries(outputs.map((line) => line.split('=') as [string, string])),
        });
      },
    );
  });
}

/** Thin spaces stand between groups of digits. */
const plain = (text: string): string => text.replaceAll('\u2009', ' ');

describe('the action', () => {
  it('is bundled from its sources', () => {
    expect(() =>
      execFileSync(process.execPath, ['scripts/run.mjs', 'action', '--check'], { cwd: root }),
    ).not.toThrow();
  });

  it('names only inputs that it reads, and reads only inputs that it names', () => {
    const yml = readFileSync(join(root, 'action/action.yml'), 'utf8');
    const declared = [
      ...(yml.split('\ninputs:')[1]?.split('\noutputs:')[0] ?? '').matchAll(/^ {2}([\w-]+):$/gm),
    ];
    const source = readFileSync(join(root, 'action/inputs.ts'), 'utf8');
    const read = [...source.matchAll(/(?:text|lines|flag)\('([\w-]+)'\)/g)].map(([, name]) => name);
    const budgets = ['max-macs', 'max-params', 'max-bytes'];
    expect(declared.map(([, name]) => name).toSorted()).toEqual(
      [...new Set([...read, ...budgets])].toSorted(),
    );
  });

  it('counts what changed, before and after, keeps to budgets, and comments once', async () => {
    put('models/net.onnx', model(12));
    put('models/new.onnx', model(5));
    git('mv', 'models/old name.onnx', 'models/renamed.onnx');
    git('rm', '--quiet', 'gone.onnx');
    put('notes.txt', 'two');
    commit('second');
    const { status, summary, outputs, stdout } = await act({
      'max-macs': '1_000',
      'max-bytes': '640',
    });
    expect(status).toBe(0);
    const text = plain(summary);
    expect(text).toContain(
      '| `models/net.onnx` | 160 → 96 (−40.0 %) | 160 → 96 (−40.0 %) | 640 → 384 (−40.0 %) | ✅',
    );
    expect(text).toContain(
      '| `models/new.onnx` | new: 40 | new: 40 | new: 160 | ✅ within budget |',
    );
    expect(text).toContain('| `models/old name.onnx` → `models/renamed.onnx` | 48 | 48 | 192 |');
    expect(text).toContain('| `gone.onnx` | removed: 2 400 | removed: 2 400 | removed: 9 600 |  |');
    expect(text).not.toContain('same.onnx');
    expect(text).toContain('| `MatMul` | 1 | 160 → 96 | 160 → 96 |');
    expect(plain(stdout)).toContain('models/net.onnx: 96 MACs, 96 parameters, 384 B');
    expect(outputs.verdict).toBe('kept');
    expect(readFileSync(outputs.comment ?? '', 'utf8')).toBe(summary);
    const records = readFileSync(outputs.report ?? '', 'utf8')
      .trimEnd()
      .split('\n');
    expect(records.map((line) => JSON.parse(line).file)).toEqual([
      'models/net.onnx',
      'models/new.onnx',
      'models/renamed.onnx',
    ]);
    expect(comments).toEqual([{ id: 1, body: summary }]);
    // A later run changes the comment, beside those of others.
    comments.unshift({ id: 40, body: 'a person wrote this' });
    put('models/net.onnx', model(10));
    commit('third');
    await act();
    expect(comments.map(({ id }) => id)).toEqual([40, 1]);
    expect(plain(comments[1]?.body ?? '')).toContain('160 → 80 (−50.0 %)');
    expect(requests.every((request) => request.endsWith('Bearer secret'))).toBe(true);
  });

  it('fails where a budget is exceeded, for each kind of budget', async () => {
    put('models/net.onnx', model(40));
    commit('second');
    for (const [input, limit, text] of [
      ['max-macs', '319', '320 MACs, more than the limit of 319'],
      ['max-params', '319', '320 parameters, more than the limit of 319'],
      ['max-bytes', '1279', '1 280 bytes of weights, more than the limit of 1 279'],
    ] as const) {
      const { status, stdout, summary, outputs } = await act({ [input]: limit });
      expect(status).toBe(1);
      expect(plain(stdout)).toContain(`::error file=models/net.onnx::${text}`);
      expect(plain(summary)).toContain(`❌ ${text}`);
      expect(outputs.verdict).toBe('exceeded');
    }
  });

  it('fails where it is not known whether a budget is kept, until the dimension is bound', async () => {
    put('models/net.onnx', model(40, 'batch'));
    commit('second');
    const open = await act({ 'max-macs': '1000' });
    expect(open.status).toBe(1);
    expect(open.outputs.verdict).toBe('unknown');
    expect(open.summary).toContain('unknown');
    expect(open.summary).toContain('dimension unbound: batch');
    const bound = await act({ 'max-macs': '1000', bind: 'batch=2' });
    expect(bound.status).toBe(0);
    expect(plain(bound.summary)).toContain('640');
  });

  it('fails for a file that cannot be read, also a pointer of Git LFS, and goes on', async () => {
    put('a.onnx', 'version https://git-lfs.github.com/spec/v1\noid sha256:0000\nsize 12\n');
    put('b.onnx', model(2));
    commit('second');
    const { status, stdout, summary, outputs } = await act();
    expect(status).toBe(1);
    expect(outputs.verdict).toBe('unreadable');
    expect(stdout).toMatch(/::error file=a\.onnx::cannot be read: other-format.*LFS/);
    expect(summary).toContain('new: 16');
  });

  it('reads small tensors beside the model, in both commits', async () => {
    const cases = join(root, 'test/fixtures/cases/sidecar');
    for (const name of ['all.onnx', 'all.onnx.data'])
      put(`deep/${name}`, readFileSync(join(cases, name)));
    commit('second');
    const { summary } = await act();
    expect(plain(summary)).toContain(`\`deep/all.onnx\` | new: ${6 * 4 * 16 + 6 * 10 * 5}`);
  });

  it('lets no name become markup or a command', async () => {
    const name = 'x`|<b>@all\n::error::y.onnx';
    put(name, model(2));
    commit('second');
    const { stdout, summary } = await act({ 'max-macs': '1' });
    expect(stdout.split('\n').filter((line) => line.startsWith('::error::'))).toEqual([]);
    expect(stdout).toContain('::error file=x`|<b>@all%0A%3A%3Aerror%3A%3Ay.onnx::16 MACs');
    expect(summary).toContain("`x'\\|<b>@all ::error::y.onnx`");
  });

  it('warns where it may not comment, and writes the summary', async () => {
    put('models/net.onnx', model(12));
    commit('second');
    answerStatus = 403;
    const { status, stdout, summary } = await act();
    expect(status).toBe(0);
    expect(stdout).toMatch(/::warning::GitHub answered 403 .*pull-requests: write/);
    expect(summary).toContain('models/net.onnx');
    answerStatus = 200;
    await act({ comment: 'false' });
    expect(comments).toEqual([]);
  });

  it('writes badges of changed files, or of all', async () => {
    put('models/net.onnx', model(12));
    commit('second');
    await act({ badge: 'badges/{name}.svg' });
    expect(readFileSync(join(repository, 'badges/net.svg'), 'utf8')).toContain(
      '192 FLOPs · 96 params',
    );
    expect(existsSync(join(repository, 'badges/same.svg'))).toBe(false);
    await act({ badge: 'badges/{name}.json', all: 'true' }, {});
    expect(JSON.parse(readFileSync(join(repository, 'badges/same.json'), 'utf8'))).toEqual({
      schemaVersion: 1,
      label: 'same',
      message: '64 FLOPs · 32 params',
      isError: false,
    });
    expect((await act({ badge: 'one.svg', all: 'true' })).stdout).toContain('{name} stands for');
  });

  it('fetches a base that a shallow clone lacks', async () => {
    put('models/net.onnx', model(12));
    commit('second');
    const origin = repository;
    git('config', 'uploadpack.allowAnySHA1InWant', 'true');
    repository = join(folder, 'shallow');
    execFileSync('git', ['clone', '--quiet', '--depth=1', `file://${origin}`, repository]);
    const { status, summary } = await act();
    expect(status).toBe(0);
    expect(plain(summary)).toContain('160 → 96');
  });

  it('compares a push with what was there, and says what is missing', async () => {
    put('models/net.onnx', model(12));
    commit('second');
    expect(plain((await act({}, { before: base })).summary)).toContain('160 → 96');
    expect(plain((await act({ base: 'main~1' }, {})).summary)).toContain('160 → 96');
    const nothing = await act({}, {});
    expect(nothing.status).toBe(1);
    expect(nothing.stdout).toContain('::error::there is nothing to compare with');
    expect((await act({ base: 'nowhere' })).stdout).toContain("there is no commit 'nowhere'");
    expect((await act({ base: '--output=x' })).stdout).toContain("there is no commit '--output=x'");
    expect((await act({ 'max-macs': 'many' })).stdout).toContain(
      "max-macs takes a whole number, not 'many'",
    );
    expect((await act({ bind: 'batch' })).stdout).toContain('::error::bind takes NAME=N');
  });
});
