// `fuzz`: no input to any edge route yields a 5xx, and no wrong configuration gets as far as
// listening. Drawn requests to each route, as many configurations; the first that fails is shrunk
// to the smallest that still does.
import { address, defineCommand, flag, pattern, whole } from '../command';
import { fuzzConfigurations, startWrongly } from '../fuzz/configurations';
import { fuzzRoute, type RouteReport } from '../fuzz/route';
import { targets } from '../fuzz/targets';
import { inLaboratory } from '../site/own-laboratory';

export const command = defineCommand({
  options: {
    url: address("instead of its own a server that was started with 'npm start -- --lab'"),
    only: pattern(
      "the routes whose path it matches, as the report names them; 'configuration' is the configurations",
    ),
    requests: whole('N', 'requests for each route', 10_000),
    seed: whole('N', 'of the draw; the same seed sends the same requests', 1, { least: 0 }),
    json: flag('[{path, requests, statuses}] on stdout'),
  },
  notes: `Reads N drawn configurations and starts with some wrong ones, then sends N drawn requests to each edge route of a
server of its own and looks for answers of 5xx.`,
  exits: { 1: 'a route answered 5xx, or a wrong configuration was taken' },
  run: async ({ url: given, only, requests, seed, json }) => {
    if (only.test('configuration')) {
      fuzzConfigurations(requests, seed);
      process.stderr.write(
        `configurations: ${requests} read, ${startWrongly()} wrong ones refused at the start\n`,
      );
    }
    const chosen = targets().filter(({ path }) => only.test(path));
    const fuzzAll = async (url: string): Promise<RouteReport[]> => {
      const reports: RouteReport[] = [];
      for (const target of chosen) {
        const report = await fuzzRoute(target, { url, count: requests, seed });
        reports.push(report);
        process.stderr.write(
          `${report.path}: ${report.requests} requests, ${JSON.stringify(report.statuses)}\n`,
        );
      }
      return reports;
    };
    const reports = chosen.length === 0 ? [] : await inLaboratory({ url: given }, fuzzAll);
    if (json) process.stdout.write(`${JSON.stringify(reports)}\n`);
    return 0;
  },
});
