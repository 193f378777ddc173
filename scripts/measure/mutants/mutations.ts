// The small wrongs that a source file could have: a comparison that is off by one, a condition that
// always holds, a sum that is a difference, a body that does nothing. Each is a piece of the file
// and what stands in its place. Texts, numbers and types are left alone: what a message says is for
// readers, and a table of facts is compared with its source.
import { parseSync } from 'oxc-parser';

export interface Mutation {
  readonly kind: string;
  /** Offsets in the text of what is replaced. */
  readonly start: number;
  readonly end: number;
  /** What the expression becomes; null for a body, which then does nothing. */
  readonly replacement: string | null;
}

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [key: string]: unknown;
}

const BINARY: Readonly<Record<string, string>> = {
  '<': '<=',
  '<=': '<',
  '>': '>=',
  '>=': '>',
  '===': '!==',
  '!==': '===',
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '&': '|',
  '|': '&',
  '^': '&',
  '<<': '>>',
  '>>': '<<',
  '>>>': '<<',
};
const LOGICAL: Readonly<Record<string, string>> = { '&&': '||', '||': '&&', '??': '&&' };
const ASSIGNED: Readonly<Record<string, string>> = {
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
  '||=': '&&=',
};
const METHODS: Readonly<Record<string, string>> = {
  some: 'every',
  every: 'some',
  min: 'max',
  max: 'min',
  ceil: 'floor',
  floor: 'ceil',
  startsWith: 'endsWith',
  endsWith: 'startsWith',
  toUpperCase: 'toLowerCase',
  toLowerCase: 'toUpperCase',
};
const WRAPPERS = new Set([
  'TSAsExpression',
  'TSSatisfiesExpression',
  'TSNonNullExpression',
  'TSInstantiationExpression',
]);

const isNode = (value: unknown): value is Node =>
  typeof value === 'object' &&
  value !== null &&
  typeof (value as { type?: unknown }).type === 'string';

const nodesIn = (value: unknown): Node[] =>
  Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [];

/** All of a file's, in the order of its text. @throws Error for a file that is not TypeScript. */
export function mutationsOf(file: string, text: string): Mutation[] {
  const { program, errors } = parseSync(file, text, { sourceType: 'module', lang: 'ts' });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const found: Mutation[] = [];
  const of = (node: Node): string => text.slice(node.start, node.end);
  const add = (kind: string, { start, end }: Node, replacement: string | null): void => {
    found.push({ kind, start, end, replacement });
  };
  const isText = (node: Node): boolean =>
    node.type === 'TemplateLiteral' || (node.type === 'Literal' && typeof node.value === 'string');

  const visit = (node: Node): void => {
    // Types are gone when the code runs; of a wrapper only what it wraps is left.
    if (node.type.startsWith('TS') && !WRAPPERS.has(node.type)) return;
    const [left, right] = [node.left, node.right].map((side) => (isNode(side) ? side : null));
    const operator = String(node.operator);
    if (node.type === 'BinaryExpression' && left && right) {
      const other = BINARY[operator];
      const joins = operator === '+' && (isText(left) || isText(right));
      if (other !== undefined && !joins)
        add(`${operator} → ${other}`, node, `${of(left)} ${other} ${of(right)}`);
    }
    if (node.type === 'LogicalExpression' && left && right) {
      const other = LOGICAL[operator];
      // Beside ?? the others need brackets.
      if (other !== undefined)
        add(`${operator} → ${other}`, node, `(${of(left)}) ${other} (${of(right)})`);
    }
    if (node.type === 'AssignmentExpression' && left && right) {
      const other = ASSIGNED[operator];
      if (other !== undefined)
        add(`${operator} → ${other}`, node, `${of(left)} ${other} ${of(right)}`);
    }
    if (
      node.type === 'UnaryExpression' &&
      isNode(node.argument) &&
      (operator === '!' || operator === '-')
    )
      add(`${operator}x → x`, node, of(node.argument));
    if (node.type === 'Literal' && typeof node.value === 'boolean')
      add('boolean', node, String(!node.value));
    if (
      (node.type === 'IfStatement' || node.type === 'ConditionalExpression') &&
      isNode(node.test)
    ) {
      add('condition → true', node.test, 'true');
      add('condition → false', node.test, 'false');
    }
    if (node.type === 'ArrayExpression' && nodesIn(node.elements).length > 0)
      add('list → []', node, '[]');
    if (
      node.type === 'CallExpression' &&
      isNode(node.callee) &&
      node.callee.type === 'MemberExpression'
    ) {
      const { property, object } = node.callee;
      const other = isNode(property) ? METHODS[of(property)] : undefined;
      if (
        other !== undefined &&
        isNode(object) &&
        isNode(property) &&
        node.callee.computed !== true
      ) {
        const rest = text.slice(property.end, node.end);
        add(
          `${of(property)} → ${other}`,
          node,
          `${text.slice(node.start, property.start)}${other}${rest}`,
        );
      }
    }
    const isFunction = /^(?:FunctionDeclaration|FunctionExpression|ArrowFunctionExpression)$/.test(
      node.type,
    );
    if (
      isFunction &&
      isNode(node.body) &&
      node.body.type === 'BlockStatement' &&
      nodesIn(node.body.body).length > 0
    )
      if (!of(node.body).includes('super(')) add('body → nothing', node.body, null);
    for (const key of Object.keys(node)) for (const child of nodesIn(node[key])) visit(child);
  };
  visit(program as unknown as Node);
  return found.toSorted((a, b) => a.start - b.start || b.end - a.end);
}
