// One way to define a command. What it takes, prints and ends with is data: its usage is written
// from that, its arguments are read and checked by it (with commander), and its exit status
// follows. `scripts/catalogue.ts` names every command.
import { Argument, Command, CommanderError, Option } from 'commander';

/**
 * A command was called wrongly: the message and the usage go to stderr, and the exit status is 2.
 */
export class UsageError extends RangeError {}

/** One thing that a command takes: how the usage names it, and how its text becomes a value. */
export interface Kind<T> {
  /** The name of the value in the usage, such as `N`; null for a flag. */
  readonly value: string | null;
  readonly text: string;
  /** What the usage shows as the value that is taken where none is given. */
  readonly initial?: string;
  readonly many?: boolean;
  /** Kept out of the usage: what a command calls itself with. */
  readonly hidden?: boolean;
  /**
   * `given` holds the texts in order, and is empty where the option is not there. @throws
   * UsageError
   */
  readonly read: (given: readonly string[]) => T;
}

/** An argument without a name; `least` of them are needed. */
export interface Positional<T> extends Kind<T> {
  readonly value: string;
  readonly least: 0 | 1;
}

type Kinds = Readonly<Record<string, Kind<unknown>>>;
type Positionals = Readonly<Record<string, Positional<unknown>>>;
type None = Readonly<Record<never, never>>;
type Values<K> = { readonly [Name in keyof K]: K[Name] extends Kind<infer T> ? T : never };

/** True where the flag is given. */
export const flag = (text: string): Kind<boolean> => ({
  value: null,
  text,
  read: (given) => given.length > 0,
});

export function text(value: string, about: string): Kind<string | undefined>;
export function text(value: string, about: string, initial: string): Kind<string>;
export function text(value: string, about: string, initial?: string): Kind<string | undefined> {
  return { value, text: about, ...shown(initial), read: (given) => given.at(-1) ?? initial };
}

/** An option that may be given several times, each with one text. */
export const texts = (value: string, about: string): Kind<readonly string[]> => ({
  value,
  text: about,
  many: true,
  read: (given) => given,
});

interface Bounds {
  readonly least?: number;
  readonly most?: number;
}

/** A whole number, from 1 on where nothing else is said. */
export const whole = (
  value: string,
  about: string,
  initial: number,
  bounds: Bounds = {},
): Kind<number> => ({
  value,
  text: about,
  initial: String(initial),
  read: (given) => wholeOf(given.at(-1) ?? String(initial), bounds),
});

/** A number above 0. */
export const positive = (value: string, about: string, initial: number): Kind<number> => ({
  value,
  text: about,
  initial: String(initial),
  read: (given) => {
    const number = Number(given.at(-1) ?? initial);
    if (!(number > 0)) throw new UsageError(`takes a number above 0, not '${given.at(-1)}'`);
    return number;
  },
});

/** One of `known`. */
export const choice = <T extends string>(
  about: string,
  known: readonly T[],
  initial: T,
): Kind<T> => ({
  value: 'NAME',
  text: `${about}; one of: ${known.join(', ')}`,
  initial,
  read: (given) => knownOf(given.at(-1) ?? initial, known),
});

/** Some of `known`, with commas between them; `initial` where none is named. */
export const some = <T extends string>(
  about: string,
  known: readonly T[],
  initial: readonly T[],
): Kind<readonly T[]> => ({
  value: 'A,B',
  text: `${about}; of: ${known.join(', ')}`,
  initial: initial.join(','),
  read: (given) =>
    given.at(-1) === undefined
      ? initial
      : partsOf(given.at(-1)).map((part) => knownOf(part, known)),
});

/** Texts with commas between them, each checked by `knows`. */
export const list = (
  about: string,
  initial: readonly string[],
  knows: (part: string) => boolean = () => true,
): Kind<readonly string[]> => ({
  value: 'A,B',
  text: about,
  initial: initial.join(','),
  read: (given) =>
    given.at(-1) === undefined
      ? initial
      : partsOf(given.at(-1)).map((part) => checked(part, knows)),
});

/** The same, undefined where it is not given. */
export const optionalList = (
  about: string,
  knows: (part: string) => boolean = () => true,
): Kind<readonly string[] | undefined> => ({
  value: 'A,B',
  text: about,
  read: (given) =>
    given.length === 0 ? undefined : partsOf(given.at(-1)).map((part) => checked(part, knows)),
});

/** A regular expression; everything matches where none is given. */
export const pattern = (about: string): Kind<RegExp> => ({
  value: 'REGEX',
  text: about,
  read: (given) => {
    try {
      return new RegExp(given.at(-1) ?? '.');
    } catch {
      throw new UsageError(`'${given.at(-1)}' is no regular expression`);
    }
  },
});

/** The address of a web server, without the slash at its end. */
export function address(about: string): Kind<string | undefined>;
export function address(about: string, initial: string): Kind<string>;
export function address(about: string, initial?: string): Kind<string | undefined> {
  return {
    value: 'URL',
    text: about,
    ...shown(initial),
    read: (given) => {
      const url = given.at(-1) ?? initial;
      if (url !== undefined && !(URL.canParse(url) && /^https?:\/\/[^/]/.test(url)))
        throw new UsageError(`'${url}' is no web address`);
      return url?.replace(/\/$/, '');
    },
  };
}

/** What a command calls itself with, in a process of its own. */
export const internal = <T>(kind: Kind<T>): Kind<T> => ({ ...kind, hidden: true });

/** One argument that must be there. */
export const argument = (value: string, about: string): Positional<string> => ({
  value,
  text: about,
  least: 1,
  read: (given) => given[0] ?? '',
});

export const optionalArgument = (value: string, about: string): Positional<string | undefined> => ({
  value,
  text: about,
  least: 0,
  read: (given) => given[0],
});

/** As many as there are, at least `least`. */
export const argumentList = (
  value: string,
  about: string,
  least: 0 | 1,
): Positional<readonly string[]> => ({
  value,
  text: about,
  least,
  many: true,
  read: (given) => given,
});

/** The exit status: 0 done, 1 failed or a limit missed, 2 bad usage, others as the command says. */
export type Exit = 0 | 1 | 2 | 3 | 4;

/** What a file in scripts/commands or scripts/measure exports as `command`. */
export interface Runnable {
  /** Reads `args` (without the command's own name) and runs. Answers the exit status. */
  readonly run: (name: string, summary: string, args: readonly string[]) => Promise<Exit>;
}

interface Definition<A, O> {
  /** Without a name, in the order in which they are given. */
  readonly args?: A;
  readonly options?: O;
  /** What the usage says after the options: formats, limits, the environment. */
  readonly notes?: string;
  /** What an exit status other than 0 and 2 says. */
  readonly exits?: Readonly<Partial<Record<1 | 3 | 4, string>>>;
  readonly run: (values: Values<A> & Values<O>) => Promise<Exit>;
}

/**
 * The definition of a command, from which its usage, its reading of arguments and its exit status
 * follow.
 */
export function defineCommand<A extends Positionals = None, O extends Kinds = None>(
  definition: Definition<A, O>,
): Runnable {
  return {
    run: async (name, summary, args) => {
      const command = parser(definition, name, summary);
      try {
        command.parse(args, { from: 'user' });
        return await definition.run(valuesOf(definition, command));
      } catch (error) {
        // Commander has said what was wrong, or printed the help that was asked for.
        if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
        if (!(error instanceof UsageError)) throw error;
        console.error(`${name}: ${error.message}\n`);
        console.error(command.helpInformation() + notesOf(definition));
        return 2;
      }
    },
  };
}

function parser<A, O>(definition: Definition<A, O>, name: string, summary: string): Command {
  const command = new Command(`npm run -s flopmark -- ${name}`)
    .description(summary)
    .helpOption('-h, --help', 'this text')
    .addHelpText('after', notesOf(definition))
    .showHelpAfterError(true)
    .exitOverride()
    .action(() => undefined);
  for (const kind of Object.values((definition.args ?? {}) as Positionals)) {
    const dots = kind.many === true ? '...' : '';
    const named = kind.least === 0 ? `[${kind.value}${dots}]` : `<${kind.value}${dots}>`;
    command.addArgument(new Argument(named, kind.text));
  }
  for (const [key, kind] of Object.entries((definition.options ?? {}) as Kinds)) {
    const flags = kind.value === null ? `--${key}` : `--${key} <${kind.value}>`;
    const option = new Option(
      flags,
      kind.initial === undefined ? kind.text : `${kind.text} (${kind.initial})`,
    );
    option.hideHelp(kind.hidden === true);
    if (kind.value !== null)
      option.argParser((given: string, before: readonly string[] | undefined) => [
        ...(before ?? []),
        given,
      ]);
    command.addOption(option);
  }
  return command;
}

/**
 * Reads every value by its kind. @throws UsageError, with the option's name before what is wrong.
 */
function valuesOf<A, O>(
  { args, options }: Definition<A, O>,
  command: Command,
): Values<A> & Values<O> {
  const values: Record<string, unknown> = {};
  for (const [index, [key, kind]] of Object.entries((args ?? {}) as Positionals).entries()) {
    const given: unknown = command.processedArgs[index];
    values[key] = readBy(kind, kind.value, given === undefined ? [] : [given].flat().map(String));
  }
  for (const [key, kind] of Object.entries((options ?? {}) as Kinds)) {
    const option = command.options.find(({ long }) => long === `--${key}`);
    const given: unknown = command.opts()[option?.attributeName() ?? key];
    const listed = given === undefined || given === false ? [] : [given].flat().map(String);
    values[key] = readBy(kind, `--${key}`, listed);
  }
  return values as Values<A> & Values<O>;
}

function readBy(kind: Kind<unknown>, name: string, given: readonly string[]): unknown {
  try {
    return kind.read(given);
  } catch (error) {
    throw error instanceof UsageError ? new UsageError(`${name}: ${error.message}`) : error;
  }
}

function notesOf({
  notes,
  exits = {},
}: Pick<Definition<unknown, unknown>, 'notes' | 'exits'>): string {
  const statuses = { 0: 'done', 1: 'failed', 2: 'bad usage', ...exits };
  const ends = Object.entries(statuses).map(([status, words]) => `${status} ${words}`);
  return `\n${notes === undefined ? '' : `${notes.trim()}\n\n`}Exit status: ${ends.join(', ')}.\n`;
}

const shown = (initial: string | undefined): { readonly initial?: string } =>
  initial === undefined ? {} : { initial };

const partsOf = (given = ''): string[] => given.split(',').map((part) => part.trim());

function checked(part: string, knows: (part: string) => boolean): string {
  if (!knows(part)) throw new UsageError(`there is no '${part}'`);
  return part;
}

function knownOf<T extends string>(part: string, known: readonly T[]): T {
  const found = known.find((name) => name === part);
  if (found === undefined)
    throw new UsageError(`there is no '${part}'; there are ${known.join(', ')}`);
  return found;
}

/** @throws UsageError */
export function wholeOf(
  given: string,
  { least = 1, most = Number.MAX_SAFE_INTEGER }: Bounds = {},
): number {
  const number = /^-?\d+$/.test(given) ? Number(given) : Number.NaN;
  if (!(number >= least && number <= most)) {
    const range =
      most === Number.MAX_SAFE_INTEGER ? `from ${least} on` : `from ${least} to ${most}`;
    throw new UsageError(`takes a whole number ${range}, not '${given}'`);
  }
  return number;
}
