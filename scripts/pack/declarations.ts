// The types of the package: the compiler's declarations of what its entries export, a file for each
// module below types/, with specifiers that every resolver follows. Bundlers of declarations need a
// compiler with an API, which TypeScript 7.0 has not.
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { root } from '../root';

const SPECIFIER = /(\bfrom\s*|\bimport\s*\(?\s*)(['"])(@\/|\.\.?\/)([^'"]+)\2/g;

/** @throws Error with what the compiler says */
function emitted(entries: readonly string[], target: string): void {
  const config = join(target, 'tsconfig.json');
  const settings = {
    extends: join(root, 'tsconfig.node.json'),
    compilerOptions: {
      rootDir: root,
      outDir: target,
      noEmit: false,
      declaration: true,
      emitDeclarationOnly: true,
      allowJs: false,
      checkJs: false,
      paths: { '@/*': [`${root}/*`] },
      typeRoots: [join(root, 'node_modules/@types')],
      types: ['node'],
    },
    include: [],
    files: entries.map((path) => join(root, path)),
  };
  writeFileSync(config, JSON.stringify(settings));
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const { status, stdout } = spawnSync(process.execPath, [compiler, '--project', config], {
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`types cannot be written: ${stdout}`);
}

/**
 * The text of a declaration with relative specifiers that have an extension; notes the modules that
 * it names.
 */
function resolved(path: string, text: string, named: Set<string>): string {
  return text.replace(SPECIFIER, (_, before: string, quote: string, kind: string, rest: string) => {
    const module = kind === '@/' ? rest : join(dirname(path), kind, rest);
    named.add(module);
    const specifier = relative(dirname(path), module);
    return `${before}${quote}${specifier.startsWith('.') ? specifier : `./${specifier}`}.js${quote}`;
  });
}

/**
 * Writes `NAME.d.ts` into `folder` for each entry, and below types/ the modules that it names.
 * @param entries paths of sources from the root, by name
 */
export function writeDeclarations(folder: string, entries: Readonly<Record<string, string>>): void {
  const target = mkdtempSync(join(tmpdir(), 'flopmark-types-'));
  try {
    emitted(Object.values(entries), target);
    const modules = new Set(Object.values(entries).map((path) => path.replace(/\.ts$/, '')));
    // A set that grows is walked to its end.
    for (const path of modules) {
      const text = resolved(path, readFileSync(join(target, `${path}.d.ts`), 'utf8'), modules);
      const written = join(folder, 'types', `${path}.d.ts`);
      mkdirSync(dirname(written), { recursive: true });
      writeFileSync(written, text);
    }
    for (const [name, path] of Object.entries(entries)) {
      writeFileSync(
        join(folder, `${name}.d.ts`),
        `export * from './types/${path.replace(/\.ts$/, '.js')}';\n`,
      );
    }
  } finally {
    rmSync(target, { recursive: true });
  }
}
