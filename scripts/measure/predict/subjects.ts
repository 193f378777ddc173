// What is measured and judged: workloads of the registry by their ids, and ten nets that are not in
// the zoo, written after kernels and units were chosen (2026-11-30) and never used to change them.
import { findWorkload } from '@/lib/models/registry';
import type { InputSpec } from '@/lib/models/workload';
import type { Model } from '@/lib/onnx/ir';
import { CONVOLUTIONAL } from './own/convolutional';
import { modelOf } from './own/own-net';
import { SEQUENCES } from './own/sequences';

export interface Subject {
  readonly inputs: readonly InputSpec[];
  readonly build: (seed: number) => Model;
}

const PREFIX = 'own-';
const BY_ID = new Map([...CONVOLUTIONAL, ...SEQUENCES].map((net) => [`${PREFIX}${net.name}`, net]));

export const OWN_NETS: readonly string[] = [...BY_ID.keys()];

/** @throws RangeError for an id that is neither. */
export async function findSubject(id: string): Promise<Subject> {
  const own = BY_ID.get(id);
  if (own === undefined) return findWorkload(id);
  return { inputs: own.inputs, build: (seed) => modelOf(own, seed) };
}
