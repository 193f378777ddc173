// Grinding for a kind draw, at every size: most of the work left out, and started over until the
// draw meets what was done.
import { SIZES, type Size } from '@/lib/attest/kernel';
import { openingBytes } from '@/lib/attest/wire';
import { PROOF_ATTEMPTS, type ProofDrawn } from '@/lib/submission/proof';
import type { Forgeries, Forgery } from './kinds';
import { harm, held } from './met';
import { Prover } from './prover';

/** Of the work that is left out, as was once let through at the 21st try. */
const SPARED = 0.6;
const CHALLENGES = 7;
const BATCHES = 100;
/** Draws that a forger meets alone: fewer leave more to luck. */
const ENOUGH_OPENINGS = 64;

const isSpared = ({ batch }: { readonly batch: number }): boolean => batch < SPARED * BATCHES;

/** Roots of nothing, until every batch that is drawn is one of those that were computed. */
const ground =
  (n: Size): Forgery =>
  async (forger) => {
    let tries = 0;
    let fewest = Number.POSITIVE_INFINITY;
    let last = 'no try';
    for (let i = 0; i < CHALLENGES; i += 1) {
      const { submission, submitterKey } = await forger.attempt({
        workloads: ['gemm-512-fp32'],
        proved: false,
        wait: false,
      });
      const prover = new Prover(forger, submitterKey);
      for (;;) {
        const started = await prover.start(submission.ticket, 'wasm', n);
        if (started.code !== null) {
          last = started.code;
          break;
        }
        if (i === 0 && tries >= 2 * PROOF_ATTEMPTS)
          return harm(`${tries} tries under one challenge`);
        const drawn = await prover.commit(started.value.id, 'cd'.repeat(32), BATCHES);
        if (drawn.code !== null) return held(`refused, ${drawn.code}`);
        tries += 1;
        const { openings } = drawn.value;
        fewest = Math.min(fewest, openings.length);
        if (!openings.some(isSpared))
          return harm(`at try ${tries} the draw met no batch of the ${SPARED * 100} %`);
      }
    }
    if (fewest < ENOUGH_OPENINGS) return harm(`${fewest} columns are opened at n = ${n}`);
    return held(`none of ${tries} draws of ${fewest} columns was kind; then ${last}`);
  };

/** Bytes of the right length that nobody computed. */
const invented =
  (n: Size, fill: (bytes: Uint8Array<ArrayBuffer>) => void): Forgery =>
  async (forger) => {
    const { submission, submitterKey } = await forger.attempt({
      workloads: ['gemm-512-fp32'],
      proved: false,
    });
    const prover = new Prover(forger, submitterKey);
    const started = await prover.start(submission.ticket, 'wasm', n);
    if (started.code !== null) throw new Error(`no proof was started: ${started.code}`);
    const drawn = await prover.commit(started.value.id, 'cd'.repeat(32), 1);
    if (drawn.code !== null) throw new Error(`no draw: ${drawn.code}`);
    const { openings }: ProofDrawn = drawn.value;
    const bytes = new Uint8Array(openingBytes({ n, batches: 1 }, [...openings]));
    fill(bytes);
    const opened = await prover.open(started.value.id, bytes);
    return { ...(await forger.submit(submission)), met: opened.code };
  };

const random = (bytes: Uint8Array<ArrayBuffer>): void => {
  for (let at = 0; at < bytes.length; at += 65_536)
    crypto.getRandomValues(bytes.subarray(at, at + 65_536));
};

/** Sizes that the kernel has not. */
const refusedSize =
  (n: unknown): Forgery =>
  async (forger) => {
    const { submission, submitterKey } = await forger.attempt({
      workloads: ['gemm-512-fp32'],
      proved: false,
      wait: false,
    });
    const body = { ticket: submission.ticket, submitterKey, backend: 'wasm', n };
    return forger.send('/api/v1/proofs', JSON.stringify(body));
  };

export const GRINDING: Forgeries = {
  ...Object.fromEntries(
    SIZES.flatMap((n): [string, Forgery][] => [
      [`grinding: ${SPARED * 100} % left out at n = ${n}, 21 tries`, ground(n)],
      [`grinding: zeros opened at n = ${n}`, invented(n, () => {})],
      [`grinding: random bytes opened at n = ${n}`, invented(n, random)],
    ]),
  ),
  ...Object.fromEntries(
    [64, 127, 8192, 0, -128, 128.5, '128', null].map((n): [string, Forgery] => [
      `grinding: a size of ${JSON.stringify(n)}`,
      refusedSize(n),
    ]),
  ),
};
