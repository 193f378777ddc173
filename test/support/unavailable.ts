import { expect } from 'vitest';

/** That what was asked for may be asked again, and why. */
export async function expectUnavailable(answer: Response): Promise<void> {
  const problem = (await answer.json()) as { code?: string; detail?: string };
  expect([answer.status, problem.code]).toEqual([503, 'unavailable']);
  expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(0);
  expect(problem.detail).toMatch(/^the database [a-z ]+; the log calls it [0-9a-f]{16}$/);
}
