import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDocument, sendAsDocument, withoutCopy } from '@/scripts/front/documents';
import { observe } from '@/scripts/front/observed';

const COPY = '<script nonce="a">self.__next_f.push([1,"<p>a word</p>"])</script>';
const PAGE = `<html><body><p>a word</p><script>(self.__next_f=self.__next_f||[]).push([0])</script>${COPY}<script src="/own.js"></script></body></html>`;
const BARE = '<html><body><p>a word</p><script src="/own.js"></script></body></html>';

const STATUSES = new Map([
  ['/missing', 404],
  ['/error', 500],
]);

describe('a document', () => {
  it('goes without React’s copy, and with all other scripts', () => {
    expect(withoutCopy(PAGE)).toBe(BARE);
    expect(withoutCopy(BARE)).toBe(BARE);
  });

  it('that Next could not draw keeps it', () => {
    const failed = PAGE.replace('<html>', '<html id="__next_error__">');
    expect(withoutCopy(failed)).toBe(failed);
  });

  it.each([
    ['GET', '/', true],
    ['GET', '/models/resnet50-fp32?backend=wasm', true],
    ['GET', '/learn/roofline', true],
    ['GET', '/analyze', true],
    ['GET', '/run', false],
    ['GET', '/run?start', false],
    ['HEAD', '/', false],
    ['GET', '/api/v1/board', false],
    ['GET', '/badge/model/resnet50-fp32.svg', false],
    ['GET', '/models/resnet50-fp32/opengraph-image', false],
    ['GET', '/feed.xml', false],
    ['GET', '/_next/static/chunks/a.js', false],
  ])('%s %s: %s', (method, url, expected) => {
    const request = { method, url, headers: {} } as Parameters<typeof isDocument>[0];
    expect(isDocument(request)).toBe(expected);
  });
});

describe('an answer on its way', () => {
  let server: Server;
  let url: string;
  beforeAll(async () => {
    server = createServer((request, response) => {
      const headers = { 'Content-Type': 'text/html', 'Content-Length': '12' };
      observe(response, {
        facts: () => undefined,
        errorPage: () => ({ status: 500, headers, body: '<p>sorry</p>' }),
      });
      sendAsDocument(request, response);
      const type = request.url === '/text' ? 'text/plain' : 'text/html; charset=utf-8';
      const status = STATUSES.get(request.url ?? '') ?? 200;
      response.writeHead(status, { 'Content-Type': type });
      response.flushHeaders();
      // Cut where a script begins, in the middle of one, and within a character.
      const bytes = Buffer.from(PAGE.replace('a word', 'ein Wört'));
      for (let at = 0; at < bytes.length; at += 7) response.write(bytes.subarray(at, at + 7));
      response.end();
    });
    await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  afterAll(() => void server.close());

  it.each(['gzip', 'identity'])('loses the copy wherever it is cut, %s', async (encoding) => {
    const answer = await fetch(`${url}/page`, { headers: { 'Accept-Encoding': encoding } });
    expect(answer.headers.get('Content-Encoding')).toBe(encoding === 'gzip' ? 'gzip' : null);
    expect(await answer.text()).toBe(BARE.replace('a word', 'ein Wört'));
  });

  it('that is an error’s is the page of before, once, and nothing after it', async () => {
    const raw = await new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(url).port), '127.0.0.1', () => {
        socket.write('GET /error HTTP/1.1\r\nHost: a\r\nAccept-Encoding: gzip\r\n\r\n');
        socket.write('GET /text HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n');
      });
      let text = '';
      socket.on('data', (part) => {
        text += part.toString('latin1');
      });
      socket.once('end', () => resolve(text)).once('error', reject);
    });
    const [, first = '', second = ''] = raw.split('HTTP/1.1 ');
    expect(first).toMatch(/^500 .*\r\n\r\n<p>sorry<\/p>$/s);
    expect(first).not.toMatch(/content-encoding/i);
    expect(second).toMatch(/^200 .*__next_f/s);
  });

  it('keeps its status', async () => {
    expect((await fetch(`${url}/missing`)).status).toBe(404);
  });

  it('that is no page goes as it is', async () => {
    expect(await (await fetch(`${url}/text`)).text()).toContain('__next_f');
  });
});
