// Parentheses in renderer strings nest ("Vulkan 1.3.0 (SwiftShader Device (LLVM 10.0.0)
// (0x0000C0DE))") and sometimes never close. One pass over the characters, no regular expression,
// so hostile input costs no more than its length.

export interface Bracketed {
  /** The text outside all parentheses. */
  readonly outside: string;
  /** The text of each outermost pair, in order; an unclosed one ends with the string. */
  readonly inside: readonly string[];
}

/**
 * Separates what stands in brackets from what stands outside; brackets may lie within each other.
 */
export function splitBrackets(text: string): Bracketed {
  const inside: string[] = [];
  let outside = '';
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (char === '(') {
      if (depth === 0) start = i + 1;
      depth += 1;
    } else if (char === ')') {
      if (depth === 1) {
        inside.push(text.slice(start, i));
        outside += ' ';
      }
      depth = Math.max(0, depth - 1);
    } else if (depth === 0) outside += char;
  }
  if (depth > 0) inside.push(text.slice(start));
  return { outside, inside };
}

/** Splits at the commas that stand outside parentheses. */
export function splitFields(text: string): string[] {
  const fields: string[] = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < text.length; i += 1) {
    const char = text[i];
    if (char === '(') depth += 1;
    else if (char === ')') depth = Math.max(0, depth - 1);
    else if (char === ',' && depth === 0) {
      fields.push(text.slice(start, i).trim());
      start = i + 1;
    }
  }
  fields.push(text.slice(start).trim());
  return fields;
}
