// The API on the built site, as a client and as an attacker: what is accepted is there whole, what
// is refused leaves nothing behind.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Sample } from '@/lib/bench/samples';
import { MANIFEST } from '@/lib/models/manifest';
import { REJECTIONS, type RejectionCode } from '@/lib/submission/rejection';
import { LIMITS, type RunSubmission } from '@/lib/submission/schema';
import { askChallenge, postRun, prepareProvenRun, prepareRun } from '@/scripts/client/api';
import { honestSubmission } from '@/scripts/client/submission';
import { type Site, startSite } from '@/scripts/site/site';

const entries = ['gemm-512-fp32', 'mobilenet-v2-fp32'].map((id) => {
  const entry = MANIFEST.get(id);
  if (entry === undefined) throw new Error(`${id} is not pinned`);
  return entry;
});

let site: Site;
beforeAll(async () => {
  site = await startSite();
});
afterAll(() => site.stop());

interface BoardAnswer {
  readonly rows: readonly {
    readonly runs: number;
    readonly bestRun: string;
    readonly rank: unknown;
  }[];
}

async function storedRuns(): Promise<number> {
  const response = await fetch(`${site.url}/api/v1/board?workload=mobilenet-v2-fp32`);
  const { rows } = (await response.json()) as BoardAnswer;
  return rows.reduce((sum, { runs }) => sum + runs, 0);
}

async function codeOf(response: Response): Promise<string> {
  expect(response.headers.get('Content-Type')).toContain('application/problem+json');
  const { code, status } = (await response.json()) as { code: RejectionCode; status: number };
  expect(status).toBe(response.status);
  expect(REJECTIONS[code].status).toBe(response.status);
  return code;
}

describe('a run', () => {
  it('is stored whole and read back with its raw samples', async () => {
    const submission = await prepareProvenRun(site.url, entries);
    const response = await postRun(site.url, submission);
    expect(response.status).toBe(201);
    const { id } = (await response.json()) as { id: string };

    const read = await fetch(`${site.url}/api/v1/runs/${id}`);
    expect(read.headers.get('Access-Control-Allow-Origin')).toBe('*');
    const { run, measurements } = (await read.json()) as {
      run: Record<string, unknown>;
      measurements: {
        workload: string;
        samplesMs: number[];
        gflops: number;
        medianMs: number;
        flops: number;
      }[];
    };
    expect(run).not.toHaveProperty('submitter');
    expect(run.licence).toBe('CC0-1.0');
    expect(measurements.map(({ workload }) => workload)).toEqual(entries.map(({ id }) => id));
    for (const [i, { samplesMs, gflops, medianMs, flops }] of measurements.entries()) {
      const sent = submission.measurements[i];
      expect(samplesMs).toEqual(
        sent.outcome === 'measured' ? sent.samples.map(({ elapsedMs }) => elapsedMs) : [],
      );
      expect(flops).toBe(entries[i].flops);
      expect(gflops).toBeCloseTo(flops / (medianMs * 1e6), 9);
    }

    const board = (await (
      await fetch(`${site.url}/api/v1/board?workload=mobilenet-v2-fp32`)
    ).json()) as BoardAnswer;
    expect(board.rows[0]).toMatchObject({ bestRun: id, rank: null });
  });
});

describe('a run with what a column may not hold', () => {
  type Raw = RunSubmission & { readonly measurements: { options?: object; samples: Sample[] }[] };
  const odd: [string, number, (run: Raw) => object][] = [
    [
      'the smallest number for its memory',
      201,
      (run) => ({ environment: { ...run.environment, memoryGiB: 5e-324 } }),
    ],
    [
      'the smallest number for its clock',
      201,
      (run) => ({ environment: { ...run.environment, timerStepUs: 5e-324 } }),
    ],
    ['a start in the year 0', 422, () => ({ startedAt: '0000-01-01T00:00:00Z' })],
    [
      'NUL in the name of an option',
      422,
      ({ measurements: [one] }) => ({ measurements: [{ ...one, options: { '\0': 1 } }] }),
    ],
    [
      'half a character there',
      422,
      ({ measurements: [one] }) => ({ measurements: [{ ...one, options: { '\ud800': 1 } }] }),
    ],
    [
      'a sample whose share is no time',
      422,
      ({ measurements: [one] }) => ({
        measurements: [
          { ...one, samples: [{ elapsedMs: 5e-324, iterations: 1_000_000 }, ...one.samples] },
        ],
      }),
    ],
  ];

  it.each(odd)('%s: %i', async (_, status, change) => {
    const submission = await prepareRun(site.url, entries.slice(0, 1));
    const response = await postRun(site.url, { ...submission, ...change(submission as Raw) });
    expect([response.status, await response.text()]).toEqual([
      status,
      expect.stringMatching(/"id":|invalid-body/),
    ]);
  });
});

describe('a withdrawn run', () => {
  const withdraw = (id: string, submitterKey: string) =>
    fetch(`${site.url}/api/v1/runs/${id}`, {
      method: 'DELETE',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ submitterKey }),
    });

  it('is gone everywhere at once, by its own key alone, and cannot be sent again', async () => {
    const before = await storedRuns();
    const submission = await prepareProvenRun(site.url, entries);
    const { id } = (await (await postRun(site.url, submission)).json()) as { id: string };
    expect(await storedRuns()).toBe(before + 1);

    expect(await codeOf(await withdraw(id, 'x'.repeat(43)))).toBe('run-of-another');
    expect(await codeOf(await withdraw(id, 'too short'))).toBe('invalid-body');
    expect(await storedRuns()).toBe(before + 1);

    expect((await withdraw(id, submission.submitterKey)).status).toBe(204);
    expect(await storedRuns()).toBe(before);
    expect(await codeOf(await fetch(`${site.url}/api/v1/runs/${id}`))).toBe('not-found');
    expect((await fetch(`${site.url}/runs/${id}`)).status).toBe(404);
    expect(await (await fetch(`${site.url}/badge/run/${id}.svg`)).text()).not.toContain(
      'MobileNetV2',
    );
    expect(await codeOf(await withdraw(id, submission.submitterKey))).toBe('not-found');
    expect(await codeOf(await postRun(site.url, submission))).toBe('ticket-used');
  });
});

/** As honest, and not the same. */
const anotherBody = (submission: RunSubmission): RunSubmission => ({
  ...submission,
  measurements: submission.measurements.toReversed(),
});

describe('refused, and nothing stored', () => {
  const attempts: [RejectionCode, () => Promise<Response>][] = [
    [
      'ticket-used',
      async () => {
        const submission = await prepareRun(site.url, entries);
        expect((await postRun(site.url, submission)).status).toBe(201);
        return postRun(site.url, anotherBody(submission));
      },
    ],
    [
      'ticket-forged',
      async () => {
        const { ticket, goldenIndex } = await askChallenge(site.url);
        const [body, signature] = ticket.split('.');
        const forged = JSON.parse(Buffer.from(body, 'base64url').toString()) as Record<
          string,
          unknown
        >;
        const longer = Buffer.from(JSON.stringify({ ...forged, expiresAtMs: 9e15 })).toString(
          'base64url',
        );
        return postRun(site.url, honestSubmission(entries, `${longer}.${signature}`, goldenIndex));
      },
    ],
    ['ticket-malformed', () => postRun(site.url, honestSubmission(entries, 'nonsense', 0))],
    [
      'ticket-of-another',
      async () =>
        postRun(site.url, {
          ...(await prepareRun(site.url, entries)),
          submitterKey: 'x'.repeat(43),
        }),
    ],
    [
      'invalid-body',
      async () => postRun(site.url, { ...(await prepareRun(site.url, entries)), gflops: 1e9 }),
    ],
    // What is long is checked for nobody.
    [
      'ticket-malformed',
      () => postRun(site.url, { ticket: 'nonsense', pad: 'x'.repeat(200_000), gflops: 1e9 }),
    ],
    [
      'invalid-body',
      async () => {
        const options = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`key${i}`, i]));
        return postRun(site.url, { ...(await prepareRun(site.url, entries)), options });
      },
    ],
    ['malformed-json', () => postRun(site.url, '{"schema":')],
    ['too-large', () => postRun(site.url, `{"pad":"${'x'.repeat(LIMITS.bodyBytes)}"}`)],
    ['not-json', () => fetch(`${site.url}/api/v1/runs`, { method: 'POST', body: 'hello' })],
  ];

  it.each(attempts)('%s', async (code, attempt) => {
    const before = await storedRuns();
    expect(await codeOf(await attempt())).toBe(code);
    expect(await storedRuns()).toBe(before);
  });

  it('stores one of 16 simultaneous submissions of a challenge, and tells all who sent it of the same run', async () => {
    const submission = await prepareProvenRun(site.url, entries);
    const before = await storedRuns();
    const bodies = Array.from({ length: 16 }, (_, i) =>
      i % 2 === 0 ? submission : anotherBody(submission),
    );
    const answers = await Promise.all(bodies.map((body) => postRun(site.url, body)));
    expect(answers.map(({ status }) => status).sort()).toEqual([
      ...Array(8).fill(201),
      ...Array(8).fill(409),
    ]);
    const stored = answers.filter(({ status }) => status === 201);
    const ids = await Promise.all(
      stored.map(async (answer) => ((await answer.json()) as { readonly id: string }).id),
    );
    expect(new Set(ids).size).toBe(1);
    expect(await storedRuns()).toBe(before + 1);
  });

  it('answers an unknown run and a bad query with a reason', async () => {
    expect(await codeOf(await fetch(`${site.url}/api/v1/runs/0000000000000000`))).toBe('not-found');
    expect(await codeOf(await fetch(`${site.url}/api/v1/runs/..%2f..`))).toBe('not-found');
    expect(await codeOf(await fetch(`${site.url}/api/v1/board?backend=abacus`))).toBe(
      'invalid-query',
    );
    expect(await codeOf(await fetch(`${site.url}/api/v1/board?workload=none-such`))).toBe(
      'not-found',
    );
  });
});
