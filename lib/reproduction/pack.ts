// A reproduction as one ZIP file: the workload's ONNX bytes, its input, the page that runs them,
// and what was seen where. Weights do not get smaller by packing, so nothing is compressed.
import { strToU8, zipSync } from 'fflate';
import { err, ok, type Result } from '../core/result';
import { generateInput } from '../models/input';
import { MANIFEST } from '../models/manifest';
import { buildWorkload } from '../models/registry';
import { ORT_VERSION } from '../ort/version';
import type { ReproductionCase } from './case';
import { reproductionPage } from './page';

const RUNTIME = `https://cdn.jsdelivr.net/npm/onnxruntime-web@${ORT_VERSION}/dist/`;

/** The bytes of the ZIP, or why there are none. */
export async function packReproduction(of: ReproductionCase): Promise<Result<Uint8Array, string>> {
  const entry = MANIFEST.get(of.workload);
  const golden = entry?.golden.find(({ seed }) => seed === of.seed) ?? entry?.golden[0];
  if (entry === undefined || golden === undefined)
    return err(`There is no workload '${of.workload}' here any more.`);
  const model = await buildWorkload(entry.id);
  const inputs = entry.inputs.map((spec, index) => ({ spec, file: `input-${index}.bin` }));
  const page = reproductionPage({
    workload: entry.id,
    backend: of.backend,
    outcome: of.outcome,
    reason: of.reason,
    runtime: RUNTIME,
    inputs: inputs.map(({ spec: { name, dtype, dims }, file }) => ({ name, dtype, dims, file })),
    expected: golden.samples,
    tolerance: entry.tolerance,
  });
  const facts = {
    workload: entry.id,
    version: entry.version,
    digest: entry.digest,
    seed: golden.seed,
    ortVersion: ORT_VERSION,
  };
  const files = {
    'README.md': strToU8(readmeOf(of)),
    'index.html': strToU8(page),
    'environment.json': strToU8(
      `${JSON.stringify({ ...facts, environment: JSON.parse(of.environment) }, null, 2)}\n`,
    ),
    'model.onnx': model,
    ...Object.fromEntries(
      inputs.map(({ spec, file }) => {
        const { buffer, byteOffset, byteLength } = generateInput(spec, golden.seed);
        return [file, new Uint8Array(buffer, byteOffset, byteLength)];
      }),
    ),
  };
  return ok(zipSync(files, { level: 0 }));
}

const readmeOf = ({
  workload,
  backend,
  outcome,
  reason,
  address,
}: ReproductionCase): string => `# ${workload} on ${backend}: ${outcome}

> ${reason}

Seen with onnxruntime-web ${ORT_VERSION}${address === null ? '' : ` (${address})`}; the browser and
the machine stand in
\`environment.json\`. The architecture is the published one, the weights are seeded random numbers.

1. Serve this folder, because pages may not read files of a folder that is merely opened:
   \`python3 -m http.server\` or \`npx serve\`.
2. Open it in the browser that is to be tried, and press *Run it again*.
3. Copy the text that appears into the report, and attach this archive.

The runtime comes from the npm package on cdn.jsdelivr.net; \`?ort=/dist/\` takes it from your own server instead.
`;
