// The public routes as a stranger uses them: fetch and JSON. In a laboratory the server also says
// in a header which rules a run that it stored looks unlikely by; outside of one nobody is told.
import { type Backend, threadsClassOf } from '@/lib/core/backend';
import { boardResponseSchema } from '@/lib/edge/api-schemas';
import type { ChallengeResponse, RunSubmission } from '@/lib/submission/schema';

export interface Answer {
  readonly status: number;
  /** The reason code of a refusal; null where the run was taken. */
  readonly code: string | null;
  readonly id: string | null;
  /** Codes of the suspicious rules (X-Flopmark-Lab-Verdict). */
  readonly suspicions: readonly string[];
  /**
   * The code that an earlier step met, where the run itself was taken: a proof that was refused.
   */
  readonly met?: string | null;
}

export interface StoredRow {
  readonly workload: string;
  readonly backend: Backend;
  readonly computeType: string;
  readonly deviceSlug: string;
  readonly threadsGot: number | null;
  readonly outcome: string;
  readonly flops: number;
  /** The time that was measured; null without one. */
  readonly medianMs: number | null;
  readonly qualityGrade: string | null;
  /** Null: no proof speaks of it (lib/submission/proven-share). */
  readonly provenShare: number | null;
  readonly trustLevel: number;
  readonly trustReasons: readonly string[];
}

export interface StoredRun {
  readonly trustLevel: number;
  readonly rows: readonly StoredRow[];
}

const TRIES = 4;

/** `fetch`, again where a kept connection turned out to be closed by the other side. */
export async function request(url: string, init?: RequestInit): Promise<Response> {
  for (let left = TRIES - 1; ; left -= 1) {
    try {
      return await fetch(url, init);
    } catch (error) {
      if (left === 0) throw error;
    }
  }
}

export const newKey = (): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(32))).toString('base64url');

export type Headers = Readonly<Record<string, string>>;

/** The address that a laboratory is told a request comes from. */
export const fromAddress = (address: string): Headers => ({ 'X-Forwarded-For': address });

/** So many days ago a laboratory takes the run to have arrived. */
export const daysAgo = (days: number): Headers =>
  days === 0 ? {} : { 'X-Flopmark-Lab-Days-Ago': String(days) };

export class Client {
  constructor(readonly url: string) {}

  /** A page or a file as text; its status where it is not there. */
  async text(
    path: string,
    headers: Headers = {},
  ): Promise<{ readonly status: number; readonly body: string }> {
    const response = await request(`${this.url}${path}`, { headers, redirect: 'manual' });
    return { status: response.status, body: await response.text() };
  }

  async send(path: string, body: string, headers: Headers = {}): Promise<Answer> {
    const response = await request(`${this.url}${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body,
    });
    const answer = (await response.json().catch(() => ({}))) as { code?: string; id?: string };
    const verdict = response.headers.get('X-Flopmark-Lab-Verdict') ?? '';
    return {
      status: response.status,
      code: response.ok ? null : (answer.code ?? `status-${response.status}`),
      id: response.ok ? (answer.id ?? null) : null,
      suspicions: verdict.split(',').filter((code) => code !== ''),
    };
  }

  /** A laboratory gives challenges that live for `lifetimeMs` only (X-Flopmark-Lab-Lifetime-Ms). */
  async challenge(
    suite: RunSubmission['suite'],
    submitterKey: string,
    lifetimeMs?: number,
  ): Promise<ChallengeResponse> {
    const lifetime: Record<string, string> =
      lifetimeMs === undefined ? {} : { 'X-Flopmark-Lab-Lifetime-Ms': String(lifetimeMs) };
    const response = await request(`${this.url}/api/v1/challenges`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...lifetime },
      body: JSON.stringify({ suite, submitterKey }),
    });
    if (response.status === 429)
      throw new Error('the server has the limits of a real one: start it with --lab');
    if (response.status !== 201)
      throw new Error(`no challenge: ${response.status} ${await response.text()}`);
    return (await response.json()) as ChallengeResponse;
  }

  submit(body: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send(
      '/api/v1/runs',
      typeof body === 'string' ? body : JSON.stringify(body),
      headers,
    );
  }

  /** Whether the cell that a row is in has a rank on the default board. */
  async isRanked({ workload, backend, threadsGot, deviceSlug }: StoredRow): Promise<boolean> {
    const query = { workload, backend, threads: threadsClassOf(backend, threadsGot), limit: '200' };
    for (let after: string | null = null; ; ) {
      const response = await request(
        `${this.url}/api/v1/board?${new URLSearchParams(after === null ? query : { ...query, after })}`,
      );
      if (!response.ok) throw new Error(`no board: ${response.status} ${await response.text()}`);
      const { rows, next } = boardResponseSchema.parse(await response.json());
      const found = rows.find((row) => row.deviceSlug === deviceSlug && row.backend === backend);
      if (found !== undefined || next === null) return found?.rank != null;
      after = next;
    }
  }

  /** What anyone can read of a run; null where there is none. */
  async read(id: string): Promise<StoredRun | null> {
    const response = await request(`${this.url}/api/v1/runs/${id}`);
    if (!response.ok) return null;
    const { run, measurements } = (await response.json()) as {
      run: { trustLevel: number };
      measurements: StoredRow[];
    };
    return { trustLevel: run.trustLevel, rows: measurements };
  }

  async withdraw(id: string, submitterKey: string): Promise<number> {
    const response = await request(`${this.url}/api/v1/runs/${id}`, {
      method: 'DELETE',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ submitterKey }),
    });
    return response.status;
  }
}
