// Requests over loopback at a fixed rate, or as fast as they are answered, with the time of each.
import autocannon from 'autocannon';

export interface Stream {
  readonly name: string;
  readonly url: string;
  /** One after the other, again from the first. */
  readonly paths: readonly string[];
  /** Requests a second; null: as many as are answered. */
  readonly perSecond: number | null;
}

export interface Streamed {
  readonly name: string;
  /** Milliseconds, ascending. */
  readonly times: readonly number[];
  /** Answers with another status than 200. */
  readonly refused: number;
  /** Requests that nobody answered. */
  readonly failed: number;
  readonly perSecond: number;
}

/** Loopback alone: this is no tool against others. */
function requireLoopback(url: string): void {
  if (!/^(?:localhost|127\.0\.0\.1)$/.test(new URL(url).hostname))
    throw new RangeError(`${url} is not this machine`);
}

const CONNECTIONS = 4;

export async function stream(
  { name, url, paths, perSecond }: Stream,
  seconds: number,
): Promise<Streamed> {
  requireLoopback(url);
  const times: number[] = [];
  let refused = 0;
  const done = new Promise<autocannon.Result>((resolve, failed) => {
    const instance = autocannon(
      {
        url,
        connections: CONNECTIONS,
        duration: seconds,
        requests: paths.map((path) => ({ method: 'GET' as const, path })),
        headers: { 'Accept-Encoding': 'gzip' },
        ...(perSecond !== null && { overallRate: perSecond }),
      },
      (error: Error | null, result) =>
        error === null || error === undefined ? resolve(result) : failed(error),
    );
    instance.on('response', (_client, status, _bytes, ms) => {
      times.push(ms);
      if (status !== 200) refused += 1;
    });
  });
  const { errors, timeouts } = await done;
  return {
    name,
    times: times.toSorted((a, b) => a - b),
    refused,
    failed: errors + timeouts,
    perSecond: times.length / seconds,
  };
}
