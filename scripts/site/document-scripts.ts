// What a build leaves over: Next writes into every page the scripts of its own router (55 KB
// gzipped), but documents never wake React (app/_client/entry.ts) and would load them for nothing.
// Which scripts a page asks for stands in its client reference manifest; here they are taken out of
// the manifests of documents. What a failed page needs to draw its error is named in its own data
// and fetched when it is needed.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { APPLICATIONS } from '@/lib/edge/applications';

const MANIFEST = 'page_client-reference-manifest.js';
const ASSIGNMENT = /^(globalThis\.__RSC_MANIFEST\["(.+)"\] = )(\{.*\});?\s*$/ms;

/**
 * The manifest's text without scripts where it is a document's. Throws where Next writes it in
 * another way than we know.
 */
export function withoutScripts(text: string): string {
  const match = ASSIGNMENT.exec(text);
  const [, head = '', route = '', json = ''] = match ?? [];
  const manifest: Record<string, unknown> = match === null ? {} : JSON.parse(json);
  if (match === null || !('entryJSFiles' in manifest) || !('moduleLoading' in manifest))
    throw new Error(`this version of Next writes ${MANIFEST} in a way that is not known`);
  if (APPLICATIONS.some((page) => route === `${page}/page`)) return text;
  const rest = JSON.stringify({ ...manifest, entryJSFiles: {}, moduleLoading: null });
  return `${text.slice(0, match.index)}${head}${rest};\n`;
}

/** In the folder of a build. Throws where no page is found there. */
export function dropScriptsOfDocuments(build: string): void {
  const folder = join(build, 'server', 'app');
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
    file.endsWith(MANIFEST),
  );
  if (files.length === 0) throw new Error(`there is no page in ${folder}`);
  for (const file of files) {
    const path = join(folder, file);
    writeFileSync(path, withoutScripts(readFileSync(path, 'utf8')));
  }
}
