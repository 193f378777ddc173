// The imports of the repository: what each file reaches for, which of that its layer may, and which
// go in a circle.
import { readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { root } from '@/scripts/root';
import { sourceFiles } from '../support/sources';

/** What each layer may import besides itself. */
export const MAY_IMPORT: Record<string, readonly string[]> = {
  'lib/core': [],
  'lib/onnx': ['lib/core'],
  'lib/flops': ['lib/core', 'lib/onnx'],
  'lib/package': ['lib/core', 'lib/onnx', 'lib/flops'],
  'lib/models': ['lib/core', 'lib/onnx'],
  'lib/bench': ['lib/core'],
  'lib/device': ['lib/core'],
  'lib/badge': ['lib/core'],
  'lib/attest': ['lib/core', 'lib/onnx'],
  'lib/open-data': ['lib/core', 'lib/bench'],
  'lib/views': [
    'lib/core',
    'lib/badge',
    'lib/edge',
    'lib/bench',
    'lib/device',
    'lib/submission',
    'lib/standings',
    'lib/charts',
    'lib/db',
    MANIFEST(),
  ],
  'lib/config': ['lib/core'],
  'lib/watch': ['lib/core'],
  'lib/standings': ['lib/core', 'lib/bench'],
  'lib/predict': ['lib/core', 'lib/flops/steps/step'],
  'lib/charts': ['lib/core', 'lib/bench'],
  'lib/submission': ['lib/core', 'lib/bench', 'lib/device', 'lib/attest', MANIFEST()],
  'lib/db': [
    'lib/core',
    'lib/config',
    'lib/watch',
    'lib/bench',
    'lib/device',
    'lib/attest',
    'lib/submission',
    'lib/standings',
    'lib/open-data',
    MANIFEST(),
  ],
  'lib/edge': [
    'lib/core',
    'lib/config',
    'lib/watch',
    'lib/bench',
    'lib/device',
    'lib/submission',
    'lib/standings',
    'lib/badge',
    'lib/attest',
    'lib/open-data',
    'lib/db',
    'lib/flops/steps/step',
    'lib/predict',
    MANIFEST(),
  ],
  'lib/ort': ['lib/core', 'lib/bench', 'lib/onnx', 'lib/models', 'lib/attest'],
  'lib/reproduction': ['lib/core', 'lib/models', 'lib/ort/version'],
  'lib/runner': [
    'lib/core',
    'lib/bench',
    'lib/device',
    'lib/submission',
    'lib/attest',
    'lib/ort/(version|bundles|download)',
    'workers',
    MANIFEST(),
  ],
  workers: [
    'lib/core',
    'lib/bench',
    'lib/device',
    'lib/onnx',
    'lib/flops',
    'lib/models',
    'lib/attest',
    'lib/ort',
    'lib/reproduction',
  ],
  app: ['lib', 'workers'],
  action: ['lib'],
  scripts: ['lib', 'workers'],
  test: ['lib', 'app', 'workers', 'scripts', 'action'],
};

/** The part of lib/models that servers and pages may hold: facts, no builders. */
function MANIFEST(): string {
  return 'lib/models/(manifest|workload|work-class|golden|pairs)';
}

const SUFFIXES = ['', '.ts', '.tsx', '.mjs', '.d.ts'];

/** A repository of source files, or one that a test makes up. */
export interface Sources {
  readonly files: readonly string[];
  readonly textOf: (file: string) => string;
}

export const REPOSITORY: Sources = {
  files: sourceFiles().filter((file) => /^(action|app|lib|workers|scripts|test)\//.test(file)),
  textOf: (file) => readFileSync(join(root, file), 'utf8'),
};

/** The modules that a text imports, as they are written there. */
function importsOf(text: string): string[] {
  const found: string[] = [];
  for (const match of text.matchAll(/(?:from|import\(|import|new URL\()\s*['"]([^'"]+)['"]/g))
    found.push(match[1] ?? '');
  return found;
}

/** The first folder, and in lib/ the first two: a layer is named by it. */
function layerOf(path: string): string {
  const parts = path.split('/');
  return parts[0] === 'lib' ? parts.slice(0, 2).join('/') : (parts[0] ?? '');
}

/** The path from the root that a file's specifier leads to; null for a package. */
function targetOf(from: string, specifier: string): string | null {
  if (specifier.startsWith('@/')) return specifier.slice(2);
  if (specifier.startsWith('.')) return normalize(join(from, '..', specifier));
  return null;
}

/** "from → to" for each import that goes up, or across where nothing may. */
export function brokenLayers({ files, textOf }: Sources): string[] {
  const broken: string[] = [];
  for (const file of files) {
    const layer = layerOf(file);
    const allowed = MAY_IMPORT[layer];
    if (allowed === undefined) continue;
    for (const specifier of importsOf(textOf(file))) {
      const target = targetOf(file, specifier);
      if (
        target === null ||
        layerOf(target) === layer ||
        !/^(action|app|lib|workers|scripts|test)\//.test(target)
      )
        continue;
      if (!allowed.some((pattern) => new RegExp(`^${pattern}(/|$|\\.)`).test(target)))
        broken.push(`${file} → ${target}`);
    }
  }
  return broken;
}

/** The folder of app/ that serves one kind of page; null for what all of them share. */
function routeOf(path: string): string | null {
  const [, route, file] = path.split('/');
  return !path.startsWith('app/') || file === undefined || route?.startsWith('_')
    ? null
    : (route ?? null);
}

/** Loads, on each page, what that page does in the browser: it has to know them all. */
const ENTRY = 'app/_behaviours/start.ts';

/**
 * "from → to" for each import from one route's folder, or from the root of app/, into another's.
 */
export function brokenRoutes({ files, textOf }: Sources): string[] {
  return files.flatMap((file) =>
    importsOf(textOf(file)).flatMap((specifier) => {
      if (file === ENTRY) return [];
      const target = file.startsWith('app/') ? targetOf(file, specifier) : null;
      const route = target === null ? null : routeOf(target);
      return route === null || route === routeOf(file) ? [] : [`${file} → ${target}`];
    }),
  );
}

/** Files that import each other in a circle, types included, each circle as one sorted line. */
export function cyclesIn({ files, textOf }: Sources): string[] {
  const known = new Set(files);
  const edges = new Map(
    files.map((file) => [
      file,
      importsOf(textOf(file)).flatMap((specifier) => {
        const target = targetOf(file, specifier);
        const found =
          target === null
            ? undefined
            : SUFFIXES.map((end) => target + end).find((path) => known.has(path));
        return found === undefined ? [] : [found];
      }),
    ]),
  );
  return componentsOf(edges)
    .filter((component) => component.length > 1)
    .map((component) => component.toSorted().join(', '));
}

/** Strongly connected components (Tarjan 1972). */
function componentsOf(edges: ReadonlyMap<string, readonly string[]>): string[][] {
  const order = new Map<string, number>();
  const low = new Map<string, number>();
  const stack: string[] = [];
  const waiting = new Set<string>();
  const components: string[][] = [];
  const lowOf = (node: string): number => low.get(node) ?? 0;
  const visit = (node: string): void => {
    order.set(node, order.size);
    low.set(node, order.size - 1);
    stack.push(node);
    waiting.add(node);
    for (const next of edges.get(node) ?? []) {
      if (!order.has(next)) {
        visit(next);
        low.set(node, Math.min(lowOf(node), lowOf(next)));
      } else if (waiting.has(next)) low.set(node, Math.min(lowOf(node), order.get(next) ?? 0));
    }
    if (lowOf(node) !== order.get(node)) return;
    const component = stack.splice(stack.indexOf(node));
    for (const member of component) waiting.delete(member);
    components.push(component);
  };
  for (const node of edges.keys()) if (!order.has(node)) visit(node);
  return components;
}
