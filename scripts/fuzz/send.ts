// One request over plain HTTP, as it is: fetch would refuse or repair much of what is to be sent.
// Connections are kept.
import { Agent, request } from 'node:http';
import type { FuzzRequest } from './requests';

const agent = new Agent({ keepAlive: true, maxSockets: 8 });

/** A request without an answer for this long counts as a server's fault. */
const LONGEST_MS = 20_000;
const NO_ANSWER = 599;
/** A redirect says the whole address again, beside the other headers. */
const MOST_HEADER_BYTES = 64 * 1024;

/**
 * The status of the answer. A server that answers before it has read a body it does not want may
 * close the connection while the rest is on its way: that is its right (RFC 9112, 9.6), and the
 * answer that came before counts; 0 where none did.
 */
export function send(url: string, { method, path, headers, body }: FuzzRequest): Promise<number> {
  return new Promise((resolve) => {
    const { hostname, port } = new URL(url);
    let status = 0;
    const out = request(
      {
        hostname,
        port,
        method,
        path,
        headers: { ...headers },
        agent,
        maxHeaderSize: MOST_HEADER_BYTES,
      },
      (answer) => {
        status = answer.statusCode ?? 0;
        answer.on('end', () => resolve(status));
        answer.on('error', () => resolve(status));
        answer.resume();
      },
    );
    out.on('error', () => resolve(status));
    out.setTimeout(LONGEST_MS, () => {
      resolve(NO_ANSWER);
      out.destroy();
    });
    if (body !== null && headers['Transfer-Encoding'] === undefined)
      out.setHeader('Content-Length', body.length);
    if (body !== null) out.write(body);
    out.end();
  });
}
