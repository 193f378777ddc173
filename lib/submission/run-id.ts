// Ids of runs stand in links and badges: short, unguessable, without letters that are taken for digits (Crockford base32).

const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const LENGTH = 16;

export const RUN_ID = /^[0-9a-hjkmnp-tv-z]{16}$/;

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
