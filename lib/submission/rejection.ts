// Every reason why the edge refuses a request: one table of status, title and what to do. A refused
// request has stored nothing.

export const REJECTIONS = {
  'too-large': {
    status: 413,
    title: 'The body is larger than is accepted',
    remedy: 'Send less: the detail says how much is accepted.',
  },
  'not-json': { status: 415, title: 'The body is not JSON', remedy: 'Send application/json.' },
  'not-bytes': {
    status: 415,
    title: 'The body is not plain bytes',
    remedy: 'Send application/octet-stream.',
  },
  'not-a-form': {
    status: 415,
    title: 'The body is not a form',
    remedy: 'Send application/x-www-form-urlencoded.',
  },
  'other-origin': {
    status: 403,
    title: 'Only this site may do that',
    remedy: 'Use the form on this site.',
  },
  'malformed-json': {
    status: 400,
    title: 'The body is not valid JSON',
    remedy: 'Check the encoding of the body.',
  },
  'invalid-body': {
    status: 422,
    title: 'The body does not have the form that is documented',
    remedy: 'Compare it with /api/v1/openapi.json; the first problem is named in detail.',
  },
  'invalid-query': {
    status: 400,
    title: 'The query is not understood',
    remedy: 'Compare it with /api/v1/openapi.json.',
  },
  'not-found': { status: 404, title: 'There is no such thing here', remedy: 'Check the id.' },
  'example-data': {
    status: 403,
    title: 'This instance shows example data: nothing can be published here',
    remedy:
      'Publish on an instance with people’s results; here, a run can be measured and looked at.',
  },
  'too-many-requests': {
    status: 429,
    title: 'Too many requests',
    remedy: 'Wait as long as Retry-After says; what was measured can be published then, for a day.',
  },
  unavailable: {
    status: 503,
    title: 'The database does not answer',
    remedy: 'Send the same again in a few seconds: nothing is stored twice.',
  },
  internal: {
    status: 500,
    title: 'Something went wrong on this site',
    remedy:
      'Send the same again: nothing is stored twice. If it fails again, tell whoever runs this site the id.',
  },
  'ticket-malformed': {
    status: 400,
    title: 'The ticket is not one of ours',
    remedy: 'Ask for a new challenge and run again.',
  },
  'ticket-forged': {
    status: 403,
    title: 'The ticket was not signed here',
    remedy: 'Ask for a new challenge and run again.',
  },
  'ticket-expired': {
    status: 410,
    title: 'The challenge has expired',
    remedy: 'Ask for a new challenge and run again.',
  },
  'ticket-used': {
    status: 409,
    title: 'The challenge was used before',
    remedy: 'Every run needs a challenge of its own.',
  },
  'ticket-of-another': {
    status: 403,
    title: 'The challenge was issued to another submitter or suite',
    remedy: 'Send the key and the suite that the challenge was asked with.',
  },
  'proof-started': {
    status: 409,
    title: 'The challenge has had its proofs on this backend',
    remedy: 'A challenge has only a few for each backend; ask for a new challenge and run again.',
  },
  'proof-uncommitted': {
    status: 409,
    title: 'The proof has no root to open',
    remedy: 'Commit the root of all batches first.',
  },
  'proof-committed': {
    status: 409,
    title: 'The proof was committed before',
    remedy: 'A proof is committed once; ask for a new challenge and run again.',
  },
  'proof-opened': {
    status: 409,
    title: 'The proof was opened before',
    remedy: 'A proof is opened once; ask for a new challenge and run again.',
  },
  'proof-late': {
    status: 410,
    title: 'The proof came too late',
    remedy: 'Ask for a new challenge and run again.',
  },
  'proof-of-another': {
    status: 403,
    title: 'The proof was started with another key',
    remedy: 'Go on with the key that it was started with.',
  },
  'proof-wrong': {
    status: 422,
    title: 'What was opened is not what the kernel gives',
    remedy: 'The run can still be published, without this proof.',
  },
  'unknown-workload': {
    status: 422,
    title: 'There is no such workload',
    remedy: 'Reload the page: the workloads may have changed.',
  },
  'wrong-version': {
    status: 422,
    title: 'The workload has another version by now',
    remedy: 'Reload the page and run again.',
  },
  'wrong-digest': {
    status: 422,
    title: 'The model that was run is not the pinned one',
    remedy:
      'Reload the page and run again; the bytes of a model must be exactly those of the manifest.',
  },
  'wrong-runtime': {
    status: 422,
    title: 'The runtime is not the pinned version',
    remedy: 'Reload the page and run again.',
  },
  'wrong-seed': {
    status: 422,
    title: 'The outputs are not those of the input that was asked for',
    remedy: 'Feed the golden input that the challenge names.',
  },
  'run-of-another': {
    status: 403,
    title: 'The run was published with another key',
    remedy: 'Withdraw it in the browser that published it.',
  },
  banned: {
    status: 403,
    title: 'This key may not publish any more',
    remedy: 'Write to whoever runs this site.',
  },
  'longer-than-seen': {
    status: 422,
    title: 'The times add up to more than passed since the challenge',
    remedy: 'Ask for a challenge before the run, and send what was measured after it.',
  },
  'copied-samples': {
    status: 422,
    title: 'Two measurements have the same samples',
    remedy: 'Send each measurement with its own samples.',
  },
  'impossible-threads': {
    status: 422,
    title: 'More threads were used than asked for',
    remedy: 'Send the threads as the runtime reported them.',
  },
  'no-such-adapter': {
    status: 422,
    title: 'WebGPU was measured without an adapter',
    remedy: 'Send the adapter of the device that was measured on.',
  },
  'duplicate-measurement': {
    status: 422,
    title: 'A workload was measured twice on the same backend in one run',
    remedy: 'Send each configuration once.',
  },
} as const;

export type RejectionCode = keyof typeof REJECTIONS;

export interface Rejection {
  readonly code: RejectionCode;
  /** What exactly was wrong, safe to show. */
  readonly detail: string;
}

/** A rejection with its code and one sentence on what was wrong. */
export const reject = (code: RejectionCode, detail: string): Rejection => ({ code, detail });
