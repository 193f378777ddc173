// DOM nodes from the elements of pure components, so that what a script redraws is written once, in
// the JSX that the server draws, and a page need not load React for it. No hooks, no handlers, no
// styles: behaviours listen on the document.
import { Fragment, type ReactElement, type ReactNode } from 'react';

type Props = Readonly<Record<string, unknown>> & { readonly children?: ReactNode };

const ATTRIBUTES: Readonly<Record<string, string>> = {
  className: 'class',
  htmlFor: 'for',
  defaultValue: 'value',
  defaultChecked: 'checked',
};

/**
 * @throws Error for what a pure component does not return: a component of React's own, a promise, a
 * handler.
 */
export function nodesOf(node: ReactNode): Node[] {
  if (node === null || node === undefined || typeof node === 'boolean') return [];
  if (typeof node === 'string' || typeof node === 'number')
    return [document.createTextNode(String(node))];
  if (Array.isArray(node)) return node.flatMap(nodesOf);
  if (typeof node !== 'object' || !('type' in node))
    throw new Error('only pure components can be drawn without React');
  const { type, props } = node as ReactElement<Props>;
  if (type === Fragment) return nodesOf(props.children);
  if (typeof type === 'function') return nodesOf((type as (props: Props) => ReactNode)(props));
  if (typeof type !== 'string') throw new Error('only pure components can be drawn without React');
  const element = document.createElement(type);
  for (const [name, value] of Object.entries(props)) {
    if (name === 'children' || value === null || value === undefined) continue;
    if (typeof value === 'function' || typeof value === 'object')
      throw new Error(`${name} cannot be drawn as text`);
    // ARIA's booleans are words, HTML's are there or not.
    if (value === false && !name.startsWith('aria-')) continue;
    element.setAttribute(
      ATTRIBUTES[name] ?? name,
      value === true && !name.startsWith('aria-') ? '' : String(value),
    );
  }
  element.append(...nodesOf(props.children));
  return [element];
}
