// A slow network in front of a site: documents arrive in pieces with a wait between them, all else
// as it is sent.
import { createServer, request } from 'node:http';
import { setTimeout as wait } from 'node:timers/promises';
import { freePort } from '@/scripts/site/free-port';

const PIECES = 12;
const BETWEEN_MS = 120;

async function* piecesOf(whole: Buffer): AsyncGenerator<Buffer> {
  const length = Math.ceil(whole.length / PIECES);
  for (let start = 0; start < whole.length; start += length) {
    yield whole.subarray(start, start + length);
    await wait(BETWEEN_MS);
  }
}

export interface SlowNetwork {
  readonly url: string;
  close(): void;
}

/** Answers on a port of its own with what `site` (an origin) answers. */
export async function inPieces(site: string): Promise<SlowNetwork> {
  const server = createServer((asked, answer) => {
    const { 'accept-encoding': _, ...headers } = asked.headers;
    const passed = request(
      new URL(asked.url ?? '/', site),
      { method: asked.method, headers },
      async (response) => {
        const { 'content-length': length, ...rest } = response.headers;
        if (!response.headers['content-type']?.startsWith('text/html')) {
          answer.writeHead(response.statusCode ?? 502, response.headers);
          response.pipe(answer);
          return;
        }
        answer.writeHead(response.statusCode ?? 502, rest);
        const whole = Buffer.concat(await response.toArray());
        for await (const piece of piecesOf(whole)) answer.write(piece);
        answer.end();
      },
    );
    passed.once('error', () => answer.destroy());
    asked.pipe(passed);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
