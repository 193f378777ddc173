// What a person says about a model beside its file: extents of dimensions, values of inputs, and
// how many things a detector finds. A dimension that is named by a sum or product of others follows
// from them, as exporters write it ("past_sequence_length + 1"); so does the total length of a
// cache.

/** Extents for dimensions by name; an unnamed or a fixed one of an input is `input[axis]`. */
export type Binding = Readonly<Record<string, number>>;

/** Elements of inputs by name; a single number fills an input of any extents. */
export type InputValues = Readonly<Record<string, number | readonly number[]>>;

export interface Assumptions {
  /**
   * How many elements NonMaxSuppression, NonZero, Compress and Unique select, where only the data
   * decide.
   */
  readonly detections?: number | undefined;
}

export interface Given {
  readonly bind?: Binding | undefined;
  readonly values?: InputValues | undefined;
  readonly assume?: Assumptions | undefined;
}

/** Dimensions that follow from others by what decoders mean by their names. */
const FOLLOWING: Readonly<Record<string, string>> = {
  total_sequence_length: 'past_sequence_length + sequence_length',
};

/** Characters of an expression: exporters' are short. */
const EXPRESSION_LIMIT = 256;

/** The expression from which a dimension follows; null for one that is only a name. */
export function expressionOf(name: string): string | null {
  const known = Object.hasOwn(FOLLOWING, name) ? FOLLOWING[name] : undefined;
  if (known !== undefined) return known;
  return name.length <= EXPRESSION_LIMIT && /[-+*/]/.test(name) ? name : null;
}

/**
 * The extent of the dimension `name`; undefined where it is neither bound nor follows from bound
 * ones.
 */
export function boundExtent(bind: Binding, name: string): number | undefined {
  if (Object.hasOwn(bind, name)) return bind[name];
  const expression = expressionOf(name);
  return expression === null ? undefined : new Expression(expression, bind).value();
}

/** Sums, products and whole quotients of numbers and names. */
class Expression {
  private readonly tokens: readonly string[];
  private at = 0;
  private readonly bind: Binding;

  constructor(text: string, bind: Binding) {
    this.tokens = text.match(/\/\/|[-+*/()]|[^-+*/()\s]+/g) ?? [];
    this.bind = bind;
  }

  value(): number | undefined {
    const result = this.sum(0);
    const isExtent =
      result !== undefined &&
      this.at === this.tokens.length &&
      result >= 0 &&
      Number.isSafeInteger(result);
    return isExtent ? result : undefined;
  }

  private sum(depth: number): number | undefined {
    let result = this.product(depth);
    while (result !== undefined && (this.tokens[this.at] === '+' || this.tokens[this.at] === '-')) {
      const sign = this.take() === '+' ? 1 : -1;
      const next = this.product(depth);
      result = next === undefined ? undefined : result + sign * next;
    }
    return result;
  }

  private product(depth: number): number | undefined {
    let result = this.factor(depth);
    while (result !== undefined && ['*', '/', '//'].includes(this.tokens[this.at] ?? '')) {
      const operator = this.take();
      const next = this.factor(depth);
      if (next === undefined) return undefined;
      if (operator === '*') result *= next;
      else if (next === 0) return undefined;
      else if (operator === '//') result = Math.floor(result / next);
      // Exporters that write `/` mean a quotient that is whole.
      else result = result % next === 0 ? result / next : undefined;
    }
    return result;
  }

  private factor(depth: number): number | undefined {
    const token = this.take();
    if (token === '(' && depth < 16) {
      const inner = this.sum(depth + 1);
      return this.take() === ')' ? inner : undefined;
    }
    if (token === undefined) return undefined;
    if (/^\d{1,15}$/.test(token)) return Number(token);
    return Object.hasOwn(this.bind, token) ? this.bind[token] : undefined;
  }

  private take(): string | undefined {
    const token = this.tokens[this.at];
    this.at += 1;
    return token;
  }
}
