// The tarball of `npm run -s pack` in an empty folder: the command, the import, its types, and what
// is in it.
import { spawnSync } from 'node:child_process';
import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { referencePath } from '@/scripts/oracle/reference';
import { root } from '@/scripts/root';
import { installPacked, type PackedPackage } from '../support/packed';

let packed: PackedPackage;
beforeAll(() => {
  packed = installPacked();
  cpSync(referencePath('onnx/mobilenet_v2.onnx'), join(packed.folder, 'mobilenet_v2.onnx'));
  cpSync(
    join(root, 'test/fixtures/cases/counter/open_reason.onnx'),
    join(packed.folder, 'open.onnx'),
  );
  cpSync(join(root, 'test/fixtures/cases/sidecar'), join(packed.folder, 'sidecar'), {
    recursive: true,
  });
  writeFileSync(
    join(packed.folder, 'broken.onnx'),
    readFileSync(referencePath('onnx/mobilenet_v2.onnx')).subarray(0, 900),
  );
});
afterAll(() => packed?.remove());

const MACS = 300_774_272;
/**
 * Fewer than torchvision's: BatchNormalization is folded into the exported file, and equal biases
 * are one tensor.
 */
const PARAMS = 3_475_008;

function run(command: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(command, args, {
    cwd: packed.folder,
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}
const npx = (...args: string[]) => run('npx', '--offline', 'flopmark', ...args);

function script(text: string) {
  writeFileSync(join(packed.folder, 'script.js'), text);
  return run(process.execPath, 'script.js');
}

describe('npx flopmark', () => {
  it('counts a file, as text, as a summary and as JSON alone on stdout', () => {
    expect(npx('flops', 'mobilenet_v2.onnx').stdout).toMatch(/300\u2009774\u2009272/);
    const { status, stdout, stderr } = npx('flops', 'mobilenet_v2.onnx', '--json');
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({
      convention: 'flopmark-flops/1',
      totals: { macs: { known: MACS, unknownNodes: 0 } },
      params: PARAMS,
    });
    expect(npx('flops', 'mobilenet_v2.onnx', '--by', 'operator').stdout).toMatch(
      /^Conv\s+52 .*99\.6 %/m,
    );
  });

  it('has the exit codes of the command', () => {
    expect(npx('flops', 'broken.onnx').status).toBe(1);
    expect(npx('flops').status).toBe(2);
    expect(npx('count').status).toBe(2);
    expect(npx('flops', 'mobilenet_v2.onnx', '--max-macs', String(MACS)).status).toBe(0);
    expect(npx('flops', 'mobilenet_v2.onnx', '--max-macs', String(MACS - 1)).status).toBe(3);
    expect(npx('flops', 'open.onnx', '--max-macs', '1000000000').status).toBe(4);
  });

  it('tells its version, its convention and its usage', () => {
    const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
      readonly version: string;
    };
    expect(npx('--version').stdout).toBe(`flopmark ${version} (flopmark-flops/1)\n`);
    expect(npx('--help').stdout).toContain('flopmark flops FILE...');
    expect(npx('flops', '--help').stdout).toMatch(/^Usage: flopmark flops FILE/);
  });
});

describe("import 'flopmark'", () => {
  it('counts bytes, a blob, a stream and a file by its path, each the same', () => {
    const { status, stdout, stderr } = script(`
      import { readFileSync, openAsBlob } from 'node:fs';
      import { blocksOf, checkBudget, CONVENTION, countFlops, openModel, toRecord } from 'flopmark';
      import { countFile } from 'flopmark/node';
      const bytes = new Uint8Array(readFileSync('mobilenet_v2.onnx'));
      const reports = await Promise.all([
        countFlops(bytes),
        countFlops(bytes.slice().buffer),
        countFlops(new Blob([bytes])),
        countFlops(new Blob([bytes]).stream()),
        countFile('mobilenet_v2.onnx'),
      ]);
      const [report] = reports;
      const opened = await openModel(bytes);
      console.log(JSON.stringify({
        CONVENTION,
        counts: reports.map(({ totals, params }) => [totals.macs.known, params]),
        doubled: opened.count({ bind: { 'input[0]': 2 } }).totals.macs.known,
        blocks: blocksOf(report.nodes).length,
        budget: checkBudget(report, { name: 'params', limit: 1000n }).verdict,
        record: toRecord(opened.record('m.onnx'), report, false).macs,
      }));`);
    expect(stderr).toBe('');
    expect(status).toBe(0);
    const seen = JSON.parse(stdout) as Record<string, unknown>;
    expect(seen).toMatchObject({
      CONVENTION: 'flopmark-flops/1',
      budget: 'exceeded',
      record: MACS,
    });
    expect(seen.counts).toEqual(Array.from({ length: 5 }, () => [MACS, PARAMS]));
  });

  it('takes files beside the model, and rejects with a reason what it cannot read', () => {
    const { stdout } = script(`
      import { readFileSync } from 'node:fs';
      import { countFlops, UnreadableModelError } from 'flopmark';
      import { countFile } from 'flopmark/node';
      const beside = (name) => new Uint8Array(readFileSync('sidecar/' + name));
      const all = await countFlops(beside('all.onnx'), { openSidecar: (name) => beside(name) });
      const file = await countFile('sidecar/all.onnx');
      const fault = await countFlops(new TextEncoder().encode('{ "model": { "nodes": [] } }')).catch((error) => error);
      const typed = await countFlops('model.onnx').catch((error) => error);
      console.log(JSON.stringify({
        macs: [all.totals.macs.known, file.totals.macs.known],
        fault: [fault instanceof UnreadableModelError, fault.code, fault.message],
        typed: [typed.name, typed.message],
      }));`);
    expect(JSON.parse(stdout)).toEqual({
      macs: [6 * 4 * 16 + 6 * 10 * 5, 6 * 4 * 16 + 6 * 10 * 5],
      fault: [true, 'other-format', expect.stringContaining('JSON')],
      typed: ['TypeError', expect.stringContaining('Uint8Array')],
    });
  });

  it('has types that resolve as Node and as bundlers do', () => {
    writeFileSync(
      join(packed.folder, 'typed.ts'),
      `import { countFlops, type Report, type Total, UnreadableModelError } from 'flopmark';
       import { countFile } from 'flopmark/node';
       const report: Report = await countFlops(new Uint8Array(), { bind: { batch: 1 } });
       const total: Total = (await countFile('x.onnx')).totals.macs;
       const known: number | bigint | null = total.known;
       // @ts-expect-error the report has no such field
       report.gflops;
       // @ts-expect-error a path is for flopmark/node
       await countFlops('x.onnx');
       const fault = new UnreadableModelError({ code: 'truncated', message: '', offset: 1, node: null });
       export const seen = [known, report.nodes[0]?.bodies[0]?.times, fault.code];
      `,
    );
    const types = join(root, 'node_modules/@types');
    for (const [module, resolution] of [
      ['nodenext', 'nodenext'],
      ['esnext', 'bundler'],
    ]) {
      const { status, stdout } = run(
        process.execPath,
        join(root, 'node_modules/typescript/bin/tsc'),
        ...[
          '--noEmit',
          '--strict',
          '--target',
          'es2023',
          '--module',
          module ?? '',
          '--moduleResolution',
          resolution ?? '',
        ],
        ...[
          '--skipLibCheck',
          'false',
          '--lib',
          'es2023,dom',
          '--types',
          '',
          '--typeRoots',
          types,
          'typed.ts',
        ],
      );
      expect(stdout).toBe('');
      expect(status).toBe(0);
    }
  });
});

describe('the tarball', () => {
  it('holds no dependency, says its licence, and its scripts stay below 60 KiB, gzipped', () => {
    const folder = join(packed.folder, 'node_modules/flopmark');
    const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Record<
      string,
      unknown
    >;
    expect(manifest).toMatchObject({ name: 'flopmark', type: 'module', license: 'MIT' });
    expect(Object.keys(manifest).filter((key) => /dependencies/i.test(key))).toEqual([]);
    expect(readdirSync(folder)).toEqual(
      expect.arrayContaining(['LICENSE', 'README.md', 'index.d.ts', 'index.js']),
    );
    const scripts = readdirSync(folder).filter((name) => name.endsWith('.js'));
    const all = scripts.reduce(
      (sum, name) => sum + gzipSync(readFileSync(join(folder, name))).length,
      0,
    );
    expect(all).toBeLessThan(60 * 1024);
  });
});
