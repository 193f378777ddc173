// Lines end at 100 columns, comments too: two files fit beside each other, and a sentence is read
// in one go. The formatter breaks code, but no comment and no text; texts in quotes are what a
// reader sees and stay whole.

const COLUMNS = 100;

/** The formatter writes a space at the end of a line of JSX so, and does not count it. */
const JSX_SPACE = /\{' '\}$/;

/** Texts in quotes, regular expressions and addresses: what a line break would change or spoil. */
const UNBROKEN = [
  JSX_SPACE,
  /'(?:[^'\\]|\\.)*'/g,
  /"(?:[^"\\]|\\.)*"/g,
  /`(?:[^`\\]|\\.)*`?/g,
  /\/(?![/*])(?:[^/\\\n]|\\.)+\/[a-z]*/g,
  /https?:\S+/g,
];

const isComment = (line: string): boolean => /^\s*(?:\/\/|\/?\*)/.test(line);

/** Rows of a table, and what a tool reads as one line, cannot be broken. */
const isRow = (line: string): boolean => /^\s*\|| \| .* \| |biome-ignore/.test(line);

/** Whether a line is longer than it may be, what cannot be broken left out. */
function isOverlong(line: string): boolean {
  if ([...line].length <= COLUMNS || isRow(line)) return false;
  const patterns = isComment(line) ? UNBROKEN.slice(-1) : UNBROKEN;
  return [...patterns.reduce((rest, pattern) => rest.replace(pattern, ''), line)].length > COLUMNS;
}

/** Numbers of the lines of a text that are too long. */
export function overlongLines(file: string, text: string): number[] {
  const lines = text.split('\n');
  let fenced = false;
  return lines.flatMap((line, index) => {
    if (!file.endsWith('.md')) return isOverlong(line) ? [index + 1] : [];
    if (/^\s*```/.test(line)) fenced = !fenced;
    const address = line.replace(/https?:\S+|\]\([^)]*\)/g, '');
    return !fenced && !isRow(line) && [...address].length > COLUMNS ? [index + 1] : [];
  });
}
