// Which exported functions of a file have no docstring, or one that is no sentence.
import { parseSync } from 'oxc-parser';

interface Found {
  readonly functions: number;
  readonly names: readonly string[];
}

interface Statement {
  readonly type: string;
  readonly start: number;
  readonly declaration?: {
    readonly type: string;
    readonly id?: { readonly name: string };
    readonly declarations?: readonly {
      readonly id: { readonly name?: string };
      readonly init: { readonly type: string } | null;
    }[];
  } | null;
}

/** Beginnings of fragments: a sentence that its reader has to complete from elsewhere. */
const FRAGMENT = /^(?:Of|For|With|By|From|To|At|On|In|As|Null|Throws|Nothing)\b/;

/** A capital or a name first, a full stop last, and more than a label between them. */
function isSentence(comment: string): boolean {
  const words = comment
    .replace(/^\s*\* ?/gm, '')
    .replace(/\s+/g, ' ')
    .replace(/@\w+.*$/, '')
    .trim();
  return (
    /^[\p{Lu}\p{N}`"]/u.test(words) &&
    !FRAGMENT.test(words) &&
    /[.!?)]$/.test(words) &&
    words.split(' ').length >= 3
  );
}

export function unexplained(file: string, text: string): Found {
  const { program, comments } = parseSync(file, text, { sourceType: 'module', lang: 'ts' });
  const docs = comments.filter(({ type, value }) => type === 'Block' && value.startsWith('*'));
  const names: string[] = [];
  let functions = 0;
  for (const { type, start, declaration } of program.body as unknown as readonly Statement[]) {
    if (type !== 'ExportNamedDeclaration' || !declaration) continue;
    const declared =
      declaration.type === 'FunctionDeclaration'
        ? [declaration.id?.name ?? '']
        : (declaration.declarations ?? []).flatMap(({ id, init }) =>
            init?.type === 'ArrowFunctionExpression' || init?.type === 'FunctionExpression'
              ? [id.name ?? '']
              : [],
          );
    if (declared.length === 0) continue;
    functions += declared.length;
    const doc = docs.find(({ end }) => end <= start && text.slice(end, start).trim() === '');
    if (doc === undefined || !isSentence(doc.value.slice(1))) names.push(...declared);
  }
  return { functions, names };
}
