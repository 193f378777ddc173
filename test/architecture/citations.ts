// Citations in comments and documents: `docs/name.md`, `docs/name.md, "Heading"`, paths of files,
// and names of documents that a stranger does not have.

interface Known {
  /** The headings of a document; null where there is no such document. */
  readonly headingsOf: (path: string) => readonly (string | undefined)[] | null;
  readonly exists: (path: string) => boolean;
}

const COMMENT = /\/\*[\s\S]*?\*\/|(?<![:'"`\w])\/\/.*$/gm;
/** Comment marks at the beginnings of lines, so that a citation over two lines is read as one. */
const MARKS = /\n\s*(?:\/\/|\*)?\s*/g;
const ELSEWHERE = /\b(?:DESIGN|STYLE|LOOK|BRIEF)(?:\.md)?\b(?! =|:|\))|\bissues? #?\d+\b/g;
/** Of ONNX and ONNX Runtime, cited with their project. */
const FOREIGN = new Set(['ContribOperators.md', 'Operators-ml.md', 'Broadcasting.md', 'IR.md']);
const DOCUMENT = /(?<![\w/.-])((?:docs\/)?[A-Za-z-]+\.md)(?:, "([^"]+)")?/g;
const FILE = /(?<![\w/.@-])((?:lib|app|scripts|workers|test)\/[\w./[\]-]+\.(?:tsx?|mjs|json|c))\b/g;

/** What is cited in `text` and is not there. Of source files only comments are read. */
export function brokenCitations(
  file: string,
  text: string,
  { headingsOf, exists }: Known,
): string[] {
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
  for (const [, path = ''] of line.matchAll(FILE))
    if (!exists(path)) broken.push(`there is no ${path}`);
  return broken;
}
