// The wire format of a proof of work (docs/integrity.md): start, commit, open, each answered once.
// The server gives the seed only after it has noted the time, and draws what to open only after it
// has the root. What is opened comes as bytes (../attest/wire), under the key that this header
// names.
import { z } from '@/lib/core/zod';
import { KERNEL_VERSION, SIZES } from '../attest/kernel';
import { OPENINGS, PROOF_FAULTS } from '../attest/openings';
import { mostOpeningBytes } from '../attest/wire';
import { digestSchema, submitterKeySchema } from './schema';

/** Backends that compute in fp32 and can be attested. */
export const PROVABLE = ['wasm', 'webgpu'] as const;
export type ProvableBackend = (typeof PROVABLE)[number];

/** Of the kernel's version 1, whose proofs stay stored. */
const EARLIER_FAULTS = ['missing-batch', 'wrong-column'] as const;

/** How a proof ended, if it has. */
export const PROOF_OUTCOMES = ['open', 'proven', ...PROOF_FAULTS, ...EARLIER_FAULTS] as const;

/**
 * A rate counts up to this many times what its run proved: the attested kernel does more than its
 * products.
 */
export const PROOF_MARGIN = 1.1;

/** How the ids of proofs look. */
export const PROOF_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/**
 * A proof is committed within this time of its start, and opened within this time of its commit.
 */
export const PROOF_LIFETIME_MS = 10 * 60_000;
/** More batches than the fastest GPU known computes in that time. */
const MOST_BATCHES = 1_000_000;

/** Proofs that one challenge may start on a backend; the best of those that hold counts. */
export const PROOF_ATTEMPTS = 3;

/** Carries the submitter's key where the body is bytes. */
export const SUBMITTER_HEADER = 'X-Flopmark-Submitter';

/** What the heaviest opening weighs: 3.2 MB. */
export const OPENING_BYTES = mostOpeningBytes(OPENINGS);

const sizeSchema = z.literal(SIZES).meta({ description: 'Size of the attested kernel.' });

export const proofRequestSchema = z.strictObject({
  ticket: z
    .string()
    .max(2048)
    .meta({ description: 'The ticket of the challenge that the run will be published with.' }),
  submitterKey: submitterKeySchema,
  backend: z.enum(PROVABLE),
  n: sizeSchema,
});

export const proofStartSchema = z.object({
  id: z.string(),
  kernel: z.literal(KERNEL_VERSION),
  n: sizeSchema,
  columns: z.int(),
  steps: z.int(),
  seed: digestSchema.meta({ description: 'The inputs of every batch follow from it.' }),
});
export type ProofStart = z.infer<typeof proofStartSchema>;

export const proofCommitSchema = z.strictObject({
  submitterKey: submitterKeySchema,
  batches: z.int().min(1).max(MOST_BATCHES),
  root: digestSchema.meta({
    description: 'Root of the Merkle tree over the digests of all batches.',
  }),
});

export const proofDrawnSchema = z.object({
  openings: z.array(z.object({ batch: z.int().min(0), column: z.int().min(0) })),
});
export type ProofDrawn = z.infer<typeof proofDrawnSchema>;

export const proofVerdictSchema = z.object({
  outcome: z.literal('proven'),
  provenGflops: z
    .number()
    .positive()
    .meta({ description: 'FLOPs of all batches over the time between the two clock readings.' }),
});
export type ProofVerdict = z.infer<typeof proofVerdictSchema>;
