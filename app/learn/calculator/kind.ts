// What the calculator offers: a layer or a block with its sizes, built as a real ONNX graph and
// counted by the same code as any file. Formulas stand there to be read; tests hold them to the
// counts.
import { integer } from '@/lib/core/format';
import type { Model } from '@/lib/onnx/ir';

export interface Size {
  readonly key: string;
  readonly label: string;
  readonly initial: number;
  readonly max: number;
  /** The smallest that makes sense; 1 unless said. */
  readonly min: number;
}

export type Sizes = Readonly<Record<string, number>>;

export interface Kind {
  readonly id: string;
  readonly group: 'Layers' | 'Blocks';
  readonly title: string;
  /** Multiply-accumulates, as a person writes it. */
  readonly formula: string;
  readonly note: string;
  readonly sizes: readonly Size[];
  /** What is wrong with these sizes together; null when they fit. */
  readonly problem: (sizes: Sizes) => string | null;
  readonly build: (sizes: Sizes) => Model;
}

export const size = (
  key: string,
  label: string,
  initial: number,
  max = 1_000_000,
  min = 1,
): Size => ({
  key,
  label,
  initial,
  max,
  min,
});

/** The counter never generates weights; a layer here is counted, not run. */
export const unweighted = (): void => {
  throw new Error('the weights of a counted layer are not generated');
};

export const fine = (): null => null;

export const initialSizes = ({ sizes }: Kind): Sizes =>
  Object.fromEntries(sizes.map(({ key, initial }) => [key, initial]));

/** What is wrong with one entry, or with all of them together; null when it can be built. */
export function problemOf(kind: Kind, sizes: Sizes): string | null {
  for (const { key, label, min, max } of kind.sizes) {
    const value = sizes[key];
    if (value === undefined || !Number.isInteger(value) || value < min || value > max)
      return `${label} must be a whole number from ${min} to ${integer(max)}.`;
  }
  return kind.problem(sizes);
}
