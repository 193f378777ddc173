// Ids of runs stand in links and badges: short, unguessable, without letters that are taken for
// digits (Crockford base32).
import type { RunSubmission } from './schema';

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 16;

export const RUN_ID = /^[0-9a-hjkmnp-tv-z]{16}$/;

/**
 * The id of what is published with a challenge. The same body with the same challenge has the same
 * id, so that whoever sends it again, because no answer came, is told of the run that is stored; it
 * cannot be guessed, because the challenge cannot.
 */
export async function runIdOf(challenge: string, submission: RunSubmission): Promise<string> {
  const text = new TextEncoder().encode(
    `flopmark-run/1\n${challenge}\n${JSON.stringify(submission)}`,
  );
  return newRunId(new Uint8Array(await crypto.subtle.digest('SHA-256', text)));
}

/** 80 random bits as 16 characters. `random` holds at least 10 bytes. */
export function newRunId(random: Uint8Array): string {
  let bits = 0;
  let held = 0;
  let id = '';
  for (const byte of random) {
    bits = (bits << 8) | byte;
    held += 8;
    while (held >= 5 && id.length < LENGTH) {
      held -= 5;
      id += ALPHABET[(bits >>> held) & 31];
    }
    bits &= (1 << held) - 1;
  }
  if (id.length < LENGTH) throw new RangeError('a run id needs 10 random bytes');
  return id;
}
