// A reporter of vitest: writes what its suite came to, as JSON, into the file that TOTALS_FILE
// names. An error that no test caught has no place in vitest's own report; here it is named.
import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { SerializedError } from 'vitest';
import type { Reporter, TestModule } from 'vitest/node';
import type { Totals } from './totals';

export const TOTALS_FILE = 'SUITE_TOTALS_FILE';

const firstLine = (text = ''): string => stripVTControlCharacters(text).split('\n', 1)[0] ?? '';

/** What failed of a file: its tests, its hooks, or the file, which has no test if not loaded. */
function failuresOf(module: TestModule): string[] {
  const failed = [...module.children.allTests('failed')].map(
    (test) => `${test.fullName}: ${firstLine(test.result().errors?.[0]?.message)}`,
  );
  const around = [module, ...module.children.allSuites()].flatMap((suite) =>
    suite
      .errors()
      .map(
        ({ message }) => `${'fullName' in suite ? `${suite.fullName}: ` : ''}${firstLine(message)}`,
      ),
  );
  return [...failed, ...around].map((text) => `${module.relativeModuleId}: ${text}`);
}

/** An error that no test caught: what, where, and beside which test, as far as vitest knows. */
function unhandledIn(error: SerializedError): string {
  const { message, stack = '', VITEST_TEST_PATH: path, VITEST_TEST_NAME: test } = error;
  const [place = ''] = /\n +at .+/.exec(stripVTControlCharacters(stack)) ?? [];
  const file = typeof path === 'string' ? `${relative('', path)}: ` : '';
  const beside = typeof test === 'string' ? `in or after '${test}', ` : '';
  return `${file}${beside}caught by no test: ${firstLine(message)} ${place.trim()}`;
}

const counted = (modules: readonly TestModule[], state: 'passed' | 'skipped'): number =>
  modules.reduce((sum, { children }) => sum + [...children.allTests(state)].length, 0);

export default class VitestTotals implements Reporter {
  onTestRunEnd(modules: readonly TestModule[], unhandled: readonly SerializedError[]): void {
    const path = process.env[TOTALS_FILE];
    if (path === undefined) throw new Error(`${TOTALS_FILE} names the file to write`);
    const failures = [...modules.flatMap(failuresOf), ...unhandled.map(unhandledIn)];
    const totals: Totals = {
      passed: counted(modules, 'passed'),
      failed: failures.length,
      skipped: counted(modules, 'skipped'),
      failures,
    };
    writeFileSync(path, JSON.stringify(totals));
  }
}
