// The sources as they are built for Node's runtime: a copy, in which every route that asks for the
// edge asks for Node. Next reads that line as text, so no variable can stand there.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { filesUnder } from '../files-under';
import { root } from '../root';

/** Read by Next when it builds, and no part of what is built. */
const BESIDE = ['package.json', 'tsconfig.json', 'tsconfig.base.json'] as const;
/**
 * The lock file shows Next where the packages are, in the folder above; what is public is served
 * from there.
 */
const NOT_COPIED: ReadonlySet<string> = new Set(['package-lock.json', 'public']);
const ON_THE_EDGE = "export const runtime = 'edge';";
const ON_NODE = "export const runtime = 'nodejs';";

/**
 * Writes the copy anew, keeping what was built in it. @throws Error where no route asks for the
 * edge.
 */
export function writeNodeSources(sources: readonly string[], target: string): void {
  for (const name of [...sources, ...BESIDE].filter((each) => !NOT_COPIED.has(each))) {
    rmSync(join(target, name), { recursive: true, force: true });
    mkdirSync(dirname(join(target, name)), { recursive: true });
    cpSync(join(root, name), join(target, name), { recursive: true });
  }
  const routes = filesUnder(join(target, 'app')).filter((path) => path.endsWith('route.ts'));
  const changed = routes.filter((path) => {
    const text = readFileSync(path, 'utf8');
    writeFileSync(path, text.replace(ON_THE_EDGE, ON_NODE));
    return text.includes(ON_THE_EDGE);
  });
  if (changed.length === 0) throw new Error('no route asks for the edge');
}
