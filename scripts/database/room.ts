// Whether there is room for what is written. Postgres ends itself where its log finds none; the
// embedded one would take the site with it, so it takes no writes for as long as little is left.
import { statfsSync } from 'node:fs';

/** Four segments of the log, which are made one after the other, 16 MiB each. */
const RESERVE_BYTES = 64 * 2 ** 20;
/** How long what the file system said is taken for true. */
const HOLDS_MS = 100;

/** Looks at the disk that a folder lies on, at most ten times a second. */
export function watchRoom(folder: string): () => boolean {
  let room = true;
  let lookedAt = Number.NEGATIVE_INFINITY;
  return () => {
    if (performance.now() - lookedAt < HOLDS_MS) return room;
    const { bavail, bsize } = statfsSync(folder);
    room = bavail * bsize >= RESERVE_BYTES;
    lookedAt = performance.now();
    return room;
  };
}
