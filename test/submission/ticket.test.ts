import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MANIFEST } from '@/lib/models/manifest';
import { newRunId, RUN_ID, runIdOf } from '@/lib/submission/run-id';
import { openTicket, signTicket, submitterOf, type Ticket } from '@/lib/submission/ticket';
import { honestSubmission } from '@/scripts/client/submission';

const OLD = 'o'.repeat(40);
const NEW = 'n'.repeat(40);
const ticket: Ticket = {
  v: 1,
  id: 'id',
  submitter: 's',
  suite: 'quick',
  goldenIndex: 7,
  privateSeed: 9,
  expiresAtMs: 1000,
};

const outcome = async (text: string, secrets = [NEW]): Promise<string> => {
  const result = await openTicket(text, secrets);
  return result.ok ? 'opened' : result.error.code;
};

describe('tickets', () => {
  it('open with the key that signed them, also while it is rotated out', async () => {
    const text = await signTicket(ticket, OLD);
    expect(await openTicket(text, [NEW, OLD])).toEqual({ ok: true, value: ticket });
    expect(await outcome(text, [NEW])).toBe('ticket-forged');
  });

  it('do not survive a change of any character', async () => {
    const text = await signTicket(ticket, NEW);
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom(...'Aa0-_.='), async (at, char) => {
        fc.pre(text[at] !== char);
        const changed = text.slice(0, at) + char + text.slice(at + 1);
        // The last character of base64url carries unused bits; decoding may ignore a change there.
        if (at === text.length - 1) return;
        expect(await outcome(changed)).not.toBe('opened');
      }),
      { numRuns: 300 },
    );
  });

  it('take any text without throwing', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), async (text) => {
        expect(await outcome(text)).not.toBe('opened');
      }),
    );
  });
});

it('what is published has an id by its challenge and every part of its body', async () => {
  const entry = MANIFEST.get('gemm-128-fp32');
  if (entry === undefined) throw new Error('gemm-128-fp32 is not pinned');
  const submission = honestSubmission([entry], 'ticket', 1);
  const id = await runIdOf('challenge', submission);
  expect(id).toMatch(RUN_ID);
  expect(await runIdOf('challenge', structuredClone(submission))).toBe(id);
  expect(await runIdOf('another', submission)).not.toBe(id);
  expect(
    await runIdOf('challenge', { ...submission, startedAt: '2026-11-23T12:00:00.001Z' }),
  ).not.toBe(id);
});

it('a submitter is known by a hash', async () => {
  expect(await submitterOf('a')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  expect(await submitterOf('a')).not.toBe(await submitterOf('b'));
});

it('run ids carry 80 bits', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 10, maxLength: 10 }), (random) => {
      expect(newRunId(random)).toMatch(RUN_ID);
    }),
  );
  expect(newRunId(new Uint8Array(10))).toBe('0'.repeat(16));
  expect(newRunId(new Uint8Array(10).fill(255))).toBe('z'.repeat(16));
});
