// Citations in comments and documents: `docs/name.md`, `docs/name.md, "Heading"`, paths of files
// and folders, commands, and names of documents that a stranger does not have.

interface Known {
  /** The headings of a document; null where there is no such document. */
  readonly headingsOf: (path: string) => readonly (string | undefined)[] | null;
  readonly exists: (path: string) => boolean;
  /** Names of the scripts of package.json, and of the commands of `flopmark`. */
  readonly scripts: ReadonlySet<string>;
  readonly commands: ReadonlySet<string>;
}

const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:'"`\w])\/\/.*$/gm;
/** Comment marks at the beginnings of lines, so that a citation over two lines is read as one. */
const MARKS = /\n\s*(?:\/\/|\*)?\s*/g;
const ELSEWHERE = /\b(?:DESIGN|STYLE|LOOK|BRIEF)(?:\.md)?\b(?! =|:|\))|\bissues? #?\d+\b/g;
/** Of ONNX and ONNX Runtime, cited with their project. */
const FOREIGN = new Set(['ContribOperators.md', 'Operators-ml.md', 'Broadcasting.md', 'IR.md']);
const DOCUMENT = /(?<![\w/.-])((?:docs\/)?[A-Za-z-]+\.md)(?:`?, "([^"]+)")?/g;
const FILE = /(?<![\w/.@-])((?:lib|app|scripts|workers|test)\/[\w./[\]-]+\.(?:tsx?|mjs|json|c))\b/g;
const FOLDER =
  /(?<![\w/.@-])((?:lib|app|scripts|workers|test|docs)\/(?:[\w.[\]-]+\/)*)(?![\w.[{*…])/g;
const COMMAND = /npm run (?:-s )?([a-z:]+)(?: -- ([a-z-]+)(?: ([a-z0-9-]+))?)?/g;

/** Whether words after `npm run` name a script, and where that has commands one of them. */
function isCommand(
  [, script = '', first, second]: RegExpMatchArray,
  { scripts, commands }: Known,
): boolean {
  if (!scripts.has(script)) return false;
  if (first === undefined || first.startsWith('-')) return true;
  const names = script === 'flopmark' ? [first, `${first} ${second}`] : [`${script} ${first}`];
  const isGroup =
    script === 'flopmark' || [...commands].some((name) => name.startsWith(`${script} `));
  return !isGroup || names.some((name) => commands.has(name)) || (first === 'measure' && !second);
}

/** What is cited in `text` and is not there. Of source files only comments are read. */
export function brokenCitations(file: string, text: string, known: Known): string[] {
  const { headingsOf, exists } = known;
  const isDocument = file.endsWith('.md');
  const read = isDocument ? text : (text.match(COMMENT) ?? []).join('\n');
  const line = read.replace(MARKS, ' ');
  const broken: string[] = [];
  if (!isDocument)
    for (const [words] of line.matchAll(ELSEWHERE))
      broken.push(`${words} is not in the repository`);
  for (const [, path = '', heading] of line.matchAll(DOCUMENT)) {
    if (FOREIGN.has(path)) continue;
    const from =
      isDocument && file.startsWith('docs/') && !path.includes('/') ? `docs/${path}` : path;
    const headings = headingsOf(from) ?? headingsOf(path);
    if (headings === null) broken.push(`there is no ${path}`);
    else if (heading !== undefined && !headings.includes(heading))
      broken.push(`${path} has no heading "${heading}"`);
  }
  for (const match of line.matchAll(COMMAND))
    if (!isCommand(match, known)) broken.push(`there is no command ${match[0]}`);
  for (const [, path = ''] of [...line.matchAll(FILE), ...line.matchAll(FOLDER)])
    if (!exists(path)) broken.push(`there is no ${path}`);
  return broken;
}
