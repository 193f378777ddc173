// Serves the bare loop with the bytes and inputs of the workloads, isolated like /run.
import { generateInput } from '@/lib/models/input';
import { MANIFEST } from '@/lib/models/manifest';
import { buildWorkload } from '@/lib/models/registry';
import { type Body, type IsolatedServer, serveIsolated } from '../../browser/isolated-server';

async function bodyOf(path: string): Promise<Body> {
  const [, id, part, name] = path.split('/');
  const entry = MANIFEST.get(id);
  if (entry === undefined) throw new RangeError(`nothing at ${path}`);
  if (part === 'model.onnx')
    return { type: 'application/octet-stream', body: await buildWorkload(id) };
  if (part === 'inputs.json')
    return { type: 'application/json', body: JSON.stringify(entry.inputs) };
  const spec = entry.inputs.find((input) => input.name === decodeURIComponent(name));
  if (spec === undefined) throw new RangeError(`no input at ${path}`);
  const values = generateInput(spec, entry.golden[0].seed);
  return { type: 'application/octet-stream', body: new Uint8Array(values.buffer) };
}

export const serveBareLoop = (): Promise<IsolatedServer> =>
  serveIsolated('scripts/measure/fidelity/bare-loop.mjs', bodyOf);
