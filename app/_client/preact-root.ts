// React's JSX drawn by Preact, which is a sixth of React's size: components with state stay
// written, and typed, as those that the server draws, and use these from the same file. Their hooks
// come from `preact/hooks`. Elements are translated as they are drawn; `preact/compat` lets
// handlers and attributes mean what they do in React.
import { type ComponentType, Fragment, h, render, type VNode } from 'preact';
import { memo as preactMemo } from 'preact/compat';
import type { ReactNode } from 'react';

type Props = Readonly<Record<string, unknown>> & { readonly children?: ReactNode };
type Drawn = (props: Props) => ReactNode;
type Translated = VNode | string | number | null | readonly Translated[];

interface ReactElement {
  readonly $$typeof: symbol;
  readonly type: unknown;
  readonly key: string | null;
  readonly props: Props;
}

const ELEMENT = Symbol.for('react.transitional.element');
const FRAGMENT = Symbol.for('react.fragment');

const isElement = (node: object): node is ReactElement =>
  '$$typeof' in node && node.$$typeof === ELEMENT;

const components = new WeakMap<Drawn, ComponentType<Props>>();
const pure = new WeakSet<Drawn>();

/** A component that is drawn again only for other properties. */
export function memo<P extends object>(draw: (props: P) => ReactNode): (props: P) => ReactNode {
  const own = (props: P): ReactNode => draw(props);
  pure.add(own as unknown as Drawn);
  return own;
}

function componentOf(draw: Drawn): ComponentType<Props> {
  const known = components.get(draw);
  if (known !== undefined) return known;
  const component = (props: Props) => h(Fragment, null, translated(draw(props)) as VNode);
  const made = (pure.has(draw) ? preactMemo(component) : component) as ComponentType<Props>;
  components.set(draw, made);
  return made;
}

/** @throws Error for what only React can draw: its own components, contexts, promises. */
function translated(node: ReactNode): Translated {
  if (node === null || node === undefined || typeof node === 'boolean') return null;
  if (typeof node === 'string' || typeof node === 'number') return node;
  if (Array.isArray(node)) return node.map(translated);
  if (typeof node !== 'object' || !isElement(node))
    throw new Error('this can be drawn by React alone');
  const { type, props } = node;
  const key = node.key ?? undefined;
  // A component is given its children as they are: what it returns is translated.
  if (typeof type === 'function') return h(componentOf(type as Drawn), { ...props, key });
  const { children, ...own } = props;
  const inner = translated(children) as VNode;
  if (type === FRAGMENT) return h(Fragment, { key }, inner);
  if (typeof type !== 'string') throw new Error('this can be drawn by React alone');
  return h(type, { ...own, key }, inner);
}

/** Draws `node` into `place`, in the stead of what stands there. */
export function drawInto(place: Element, node: ReactNode): void {
  // What was drawn here before ends, and what the server drew goes.
  render(null, place);
  place.replaceChildren();
  render(h(Fragment, null, translated(node) as VNode), place);
}
