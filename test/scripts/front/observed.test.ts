// Over a real server: what a route told the meters does not leave, and a page that failed is one
// that stands by itself.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { FACTS_HEADER, type SubmissionFacts, writeFacts } from '@/lib/watch/facts';
import { errorPage } from '@/scripts/front/error-page';
import { observe } from '@/scripts/front/observed';

const ID = '0123456789abcdef';
const FACTS: SubmissionFacts = { rows: { 'wasm/measured': 2 }, quarantined: ['above-a-ceiling'] };

let server: Server;
afterEach(() => server.close());

async function answerOf(route: RequestListener, databaseDown = false) {
  const seen: SubmissionFacts[] = [];
  server = createServer((request, response) => {
    observe(response, {
      facts: (facts) => seen.push(facts),
      errorPage: () => errorPage(ID, databaseDown),
    });
    route(request, response);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const answer = await fetch(`http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  return { answer, text: await answer.text(), seen };
}

it('takes facts out of the answer', async () => {
  const { answer, text, seen } = await answerOf((_, response) => {
    for (const [name, value] of Object.entries(writeFacts(FACTS))) response.setHeader(name, value);
    response.setHeader('X-Other', '1').end('stored');
  });
  expect(text).toBe('stored');
  expect(answer.headers.get('X-Other')).toBe('1');
  expect(answer.headers.has(FACTS_HEADER)).toBe(false);
  expect(seen).toEqual([FACTS]);
});

const failingPage: RequestListener = (_, response) => {
  response.statusCode = 500;
  response
    .setHeader('Content-Type', 'text/html; charset=utf-8')
    .setHeader('Content-Encoding', 'gzip');
  response.flushHeaders();
  response.write('half of a pa');
  response.end('ge');
};

it('shows a page that needs no script in place of one that failed', async () => {
  const { answer, text } = await answerOf(failingPage);
  expect(answer.status).toBe(500);
  expect(answer.headers.has('Content-Encoding')).toBe(false);
  expect(text).toContain(ID);
  expect(text).toContain('The fault is on our side');
  expect(text).not.toContain('half of');
});

it('says when to come back where the database is away', async () => {
  const { answer, text } = await answerOf(failingPage, true);
  expect(answer.status).toBe(503);
  expect(answer.headers.get('Retry-After')).toBe('5');
  expect(text).toContain('The database does not answer');
});

it('leaves all other answers as they are', async () => {
  const { answer, text } = await answerOf((_, response) => {
    response.writeHead(500, { 'Content-Type': 'application/problem+json' }).end('{"status":500}');
  });
  expect([answer.status, text]).toEqual([500, '{"status":500}']);
});
