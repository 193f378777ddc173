// What action.yml takes, as GitHub hands it over: environment variables, all of them text.
import type { Result } from '@/lib/core/result';
import { parseAssumptions, parseBindings, parseValues } from '@/lib/flops/bindings';
import { BUDGETS, type Budget } from '@/lib/flops/budget';
import type { Assumptions, InputValues } from '@/lib/onnx/infer/given';

export class InputError extends Error {}

export interface Inputs {
  readonly files: readonly string[];
  /** '' for the event's own. */
  readonly base: string;
  readonly all: boolean;
  /** As given: which names they mean depends on the file. */
  readonly bind: readonly string[];
  readonly values: InputValues;
  readonly assume: Assumptions;
  readonly budgets: readonly Budget[];
  readonly title: string;
  readonly comment: boolean;
  readonly token: string;
  readonly badge: string;
}

type Environment = Readonly<Record<string, string | undefined>>;

function orFail<T>(parsed: Result<T, string>): T {
  if (!parsed.ok) throw new InputError(parsed.error.replace(/^--/, ''));
  return parsed.value;
}

/** @throws InputError with what to change */
export function readInputs(environment: Environment): Inputs {
  const text = (name: string): string => (environment[`INPUT_${name.toUpperCase()}`] ?? '').trim();
  const lines = (name: string): readonly string[] =>
    text(name)
      .split('\n')
      .map((line) => line.trim())
      .filter((line) => line !== '');
  const flag = (name: string): boolean => {
    const value = text(name).toLowerCase();
    if (value !== 'true' && value !== 'false' && value !== '')
      throw new InputError(`${name} is true or false`);
    return value === 'true';
  };
  const files = lines('files');
  if (files.length === 0) throw new InputError('files names no file');
  const badge = text('badge');
  if (badge !== '' && !/\.(svg|json)$/.test(badge))
    throw new InputError('badge ends in .svg or .json');
  orFail(parseBindings(lines('bind'), () => true));
  return {
    files,
    base: text('base'),
    all: flag('all'),
    bind: lines('bind'),
    values: orFail(parseValues(lines('value'))),
    assume: orFail(parseAssumptions(lines('assume'))),
    budgets: BUDGETS.flatMap((name): readonly Budget[] => {
      const limit = text(`max-${name}`).replaceAll(/[_ ]/g, '');
      if (limit === '') return [];
      if (!/^\d+$/.test(limit))
        throw new InputError(`max-${name} takes a whole number, not '${limit}'`);
      return [{ name, limit: BigInt(limit) }];
    }),
    title: text('title') || 'FLOPs',
    comment: flag('comment'),
    token: text('token'),
    badge,
  };
}
