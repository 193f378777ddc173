// One flood as a process of its own, so that sending it does not disturb who measures: at a fixed
// rate, whatever is answered. Its argument is JSON; it prints how many of each status came back.
import { readFileSync } from 'node:fs';
import { KINDS } from './kinds.mjs';

const { url, kind, perSecond, seconds, address, models, origin, wholeRunFile } = JSON.parse(
  process.argv[2] ?? '{}',
);
/** @type {Record<string, number>} */
const statuses = {};
const wholeRun = readFileSync(wholeRunFile, 'utf8');
/** @type {Set<Promise<void>>} */
const under = new Set();
const begun = performance.now();
for (let index = 0; index < perSecond * seconds; index += 1) {
  const wait = begun + (index * 1000) / perSecond - performance.now();
  if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
  const request = KINDS[kind]?.(index, { models, origin, wholeRun });
  if (request === undefined) throw new Error(`no flood is called '${kind}'`);
  const { path, method, headers, body } = request;
  const sent = fetch(`${url}${path}`, {
    method,
    body,
    redirect: 'manual',
    headers: { ...headers, 'X-Forwarded-For': address },
    signal: AbortSignal.timeout(30_000),
  })
    .then(async (response) => {
      await response.arrayBuffer();
      return String(response.status);
    })
    .catch(() => 'broken off')
    .then((status) => {
      statuses[status] = (statuses[status] ?? 0) + 1;
      under.delete(sent);
    });
  under.add(sent);
}
await Promise.all(under);
console.log(JSON.stringify(statuses));
