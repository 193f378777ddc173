// The questions of CONTRIBUTING.md, "Where is …": at least twenty, each asked once and answered by
// a path or a command. That what they name is there is held by citations.test.ts.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { root } from '@/scripts/root';

const text = readFileSync(join(root, 'CONTRIBUTING.md'), 'utf8');
const [, table = ''] = text.split('| question | answer |\n| --- | --- |\n');
const questions = [...table.matchAll(/^\| (.+) \| (.+) \|$/gm)].map(
  ([, question, answer = '']) => ({
    question,
    paths: [...answer.matchAll(/`([\w./-]+\.\w+|[\w./-]+\/)`/g)].map(([, path = '']) => path),
  }),
);

it('are twenty or more, each asked once', () => {
  expect(questions.length).toBeGreaterThanOrEqual(20);
  for (const { question } of questions) expect(question).toMatch(/^\p{Lu}.*\?$/u);
  expect(new Set(questions.map(({ question }) => question)).size).toBe(questions.length);
});

it('lead to files and folders of the repository', () => {
  expect(questions.filter(({ paths }) => paths.length === 0)).toEqual([]);
  const missing = questions
    .flatMap(({ paths }) => paths)
    .filter((path) => path !== 'measurements.median_ms' && !existsSync(join(root, path)));
  expect(missing).toEqual([]);
});
