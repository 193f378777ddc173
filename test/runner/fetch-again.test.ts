// Publishing against a server that fails for a while: the same is sent again until there is an
// answer, and no longer.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { fetchAgain, SHORTEST_TRY_MS } from '@/lib/runner/fetch-again';
import { STAGES } from '@/lib/runner/stages';

let server: Server;
afterEach(() => server.close());

const LIMIT_MS = STAGES.publishing.limitMs;
/** By a clock on which waiting takes its time, and a try as long as `tryMs` says. */
let tryMs = 0;
afterEach(() => {
  tryMs = 0;
});

/** Sends to a server that answers with one listener after the other, the last one for ever. */
async function sendTo(path: string, ...answers: readonly RequestListener[]) {
  const bodies: string[] = [];
  const waits: number[] = [];
  const begun: number[] = [];
  let time = 5;
  server = createServer((request, response) => {
    let body = '';
    request.on('data', (part: Buffer) => {
      body += part.toString();
    });
    request.on('end', () => {
      bodies.push(body);
      answers[Math.min(bodies.length, answers.length) - 1]?.(request, response);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const world = {
    wait: async (ms: number): Promise<void> => {
      waits.push(ms);
      time += ms;
    },
    ask: ((asked, init) => {
      begun.push(time - 5);
      time += tryMs;
      return fetch(`${origin}${asked}`, init);
    }) as typeof fetch,
    now: () => time,
  };
  const request = { method: 'POST', body: 'the run' };
  const status = await fetchAgain(path, request, LIMIT_MS, world).then(
    (answer) => answer.status,
    () => 0,
  );
  return { status, bodies, waits, begun };
}

const RUNS = '/api/v1/runs';
const stored: RequestListener = (_, response) => response.writeHead(201).end('{}');
const away: RequestListener = (_, response) =>
  response.writeHead(503, { 'Retry-After': '7' }).end('{}');
const gateway: RequestListener = (_, response) =>
  response.writeHead(502).end('<h1>Bad Gateway</h1>');
const brokenOff: RequestListener = (request) => request.socket.destroy();

it('is one request where it is answered', async () => {
  expect(await sendTo(RUNS, stored)).toMatchObject({ status: 201, bodies: ['the run'], waits: [] });
});

it('sends the same again after a broken connection, a proxy without a server, a database that is away', async () => {
  const { status, bodies, waits } = await sendTo(RUNS, brokenOff, gateway, away, stored);
  expect([status, new Set(bodies).size, bodies.length]).toEqual([201, 1, 4]);
  expect(waits).toEqual([1000, 2000, 7000]);
});

it('gives up after a while, with the last answer', async () => {
  const { status, bodies } = await sendTo(RUNS, away);
  expect([status, bodies.length]).toEqual([503, 7]);
  server.close();
  expect((await sendTo(RUNS, brokenOff)).status).toBe(0);
});

it('begins no try that its stage has no time for, and answers with the last one', async () => {
  const late: RequestListener = (_, response) =>
    response.writeHead(503, { 'Retry-After': '60' }).end('{}');
  const asked = await sendTo(RUNS, late);
  expect(asked.status).toBe(503);
  expect(asked.begun).toEqual([0, 30_000, 60_000, 90_000]);
  for (const ms of [4_000, 25_000, 70_000]) {
    tryMs = ms;
    const { status, begun } = await sendTo(RUNS, brokenOff);
    expect(status).toBe(0);
    expect(begun.length).toBeGreaterThan(1);
    expect(Math.max(...begun)).toBeLessThanOrEqual(LIMIT_MS - SHORTEST_TRY_MS);
  }
  tryMs = LIMIT_MS;
  expect((await sendTo(RUNS, away)).begun).toEqual([0]);
});

it('takes a refusal for an answer', async () => {
  const { status, bodies } = await sendTo(RUNS, (_, response) => response.writeHead(409).end('{}'));
  expect([status, bodies.length]).toEqual([409, 1]);
});

it('sends once what the server does not take twice', async () => {
  const { status, bodies } = await sendTo('/api/v1/proofs', away);
  expect([status, bodies.length]).toEqual([503, 1]);
});
