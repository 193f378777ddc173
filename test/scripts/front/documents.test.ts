import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isDocument, sendAsDocument, withoutCopy } from '@/scripts/front/documents';

const COPY = '<script nonce="a">self.__next_f.push([1,"<p>a word</p>"])</script>';
const PAGE = `<html><body><p>a word</p><script>(self.__next_f=self.__next_f||[]).push([0])</script>${COPY}<script src="/own.js"></script></body></html>`;
const BARE = '<html><body><p>a word</p><script src="/own.js"></script></body></html>';

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
      sendAsDocument(request, response);
      const type = request.url === '/text' ? 'text/plain' : 'text/html; charset=utf-8';
      response.writeHead(request.url === '/missing' ? 404 : 200, { 'Content-Type': type });
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

  it('keeps its status', async () => {
    expect((await fetch(`${url}/missing`)).status).toBe(404);
  });

  it('that is no page goes as it is', async () => {
    expect(await (await fetch(`${url}/text`)).text()).toContain('__next_f');
  });
});
