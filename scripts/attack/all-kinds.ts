// All kinds of attack, each with what stops it and how it must end.
import type { Client } from './client';
import { AGAINST_PEOPLE } from './forgeries-against-people';
import { HEADERS, MODERATION, ORACLES, PROTOCOLS, WITHDRAWN } from './forgeries-of-asking';
import { BEYOND_PROOF, EMPTY_BOUNDS, WIDENING } from './forgeries-of-claims';
import { INVENTIONS, NEAR_COPIES } from './forgeries-of-copies';
import { ADDRESSES, COST } from './forgeries-of-cost';
import {
  BODIES,
  CHALLENGES,
  ENVIRONMENTS,
  OUTPUTS,
  UNPROVABLE,
  WORKLOADS,
} from './forgeries-of-facts';
import { GRINDING } from './forgeries-of-grinding';
import { MACHINES } from './forgeries-of-machines';
import { CELLS, NAMES } from './forgeries-of-names';
import { forgeriesOfPrivateOutputs } from './forgeries-of-private-outputs';
import { FORGERIES_OF_PROOFS } from './forgeries-of-proofs';
import { GAINS, POISON } from './forgeries-of-ratios';
import { FORGERIES_OF_TIMES } from './forgeries-of-times';
import { AGREEMENTS, VOTES } from './forgeries-of-votes';
import { type Attack, type AttackKind, attacksOf } from './kinds';

const KINDS: readonly AttackKind[] = [
  {
    kind: 'times',
    rule: 'Times lie on the steps of the clock, within what the server saw pass, below every ceiling, and are attested up to a share of what was proved.',
    endings:
      /^(?:refused: (?:longer-than-seen|copied-samples|invalid-body)|quarantined: |L0: unverified|L0: .*above-its-proof|L2: )/,
    forgeries: FORGERIES_OF_TIMES,
  },
  {
    kind: 'near copies',
    rule: 'A series is known again where it was rotated, cut, changed in a place or told with more calls, after its run was withdrawn as well: it counts once.',
    endings:
      /^held: (?:quarantined, .*(?:samples-of-earlier-run|near-copy|copied)|refused, copied-samples|[01] of 10 counts)/,
    forgeries: NEAR_COPIES,
  },
  {
    kind: 'inventions',
    rule: 'A series that was changed all over is an invention like any other: attested up to what was proved, and the vote of one network.',
    endings: /^(?:L2: |quarantined: samples-of-earlier-run|refused: copied-samples)/,
    forgeries: INVENTIONS,
  },
  {
    kind: 'outputs',
    rule: 'Outputs are those of an input that the server drew, within the tolerance of the workload.',
    endings: /^(?:refused: (?:wrong-seed|invalid-body|malformed-json)|L0: incorrect)/,
    forgeries: OUTPUTS,
  },
  {
    kind: 'workloads',
    rule: 'A workload is what the manifest says: id, version and digest, and every figure that follows from them.',
    endings:
      /^(?:refused: (?:wrong-digest|wrong-version|unknown-workload|wrong-runtime|duplicate-measurement|invalid-body)|L0: incorrect)/,
    forgeries: WORKLOADS,
  },
  {
    kind: 'challenges',
    rule: 'A challenge is signed, used once, within its day, by whom it was issued to.',
    // One challenge in eight asks for the same outputs: what stands under two of them is a copy
    // then.
    endings: /^(?:refused: (?:ticket-|wrong-seed)|quarantined: samples-of-earlier-run)/,
    forgeries: CHALLENGES,
  },
  {
    kind: 'environments',
    rule: 'What a browser says of itself and of the machine does not contradict itself.',
    endings: /^(?:refused: (?:no-such-adapter|impossible-threads)|quarantined: |L2: )/,
    forgeries: ENVIRONMENTS,
  },
  {
    kind: 'impossible facts',
    rule: 'No machine has more threads than cores, no browser a clock without steps, no run is faster than a call.',
    endings: /^(?:quarantined: |refused: invalid-body|L1: provisional)/,
    forgeries: MACHINES,
  },
  {
    kind: 'arithmetic without a proof',
    rule: 'What no proof speaks of is ranked where networks agree over days.',
    endings: /^(?:L1: provisional|L2: )/,
    forgeries: UNPROVABLE,
  },
  {
    kind: 'empty bounds',
    rule: 'Work without FLOPs is bounded by no proof, and is ranked where networks agree over days.',
    endings: /^held: provisional/,
    forgeries: EMPTY_BOUNDS,
  },
  {
    kind: 'proofs taken for more',
    rule: 'A proof of fp32 arithmetic attests work whose time is fp32 arithmetic, up to a share measured on real hardware.',
    endings: /^held: level 1: not-attestable/,
    forgeries: BEYOND_PROOF,
  },
  {
    kind: 'claims that widen bounds',
    rule: 'Ceilings are facts of hardware or proofs of the same run; no claim bounds another.',
    endings: /^held: /,
    forgeries: WIDENING,
  },
  {
    kind: 'votes',
    rule: 'A vote is a network’s: keys, addresses and spellings make no more of them.',
    endings: /^held: provisional/,
    forgeries: VOTES,
  },
  {
    kind: 'agreement',
    rule: 'Three networks of distinct /16 agree, under three keys, over two days, within 15 % of the median.',
    endings: /^held: provisional/,
    forgeries: AGREEMENTS,
  },
  {
    kind: 'gains',
    rule: 'A gain is made of networks whose rows are agreed on or attested.',
    endings: /^held: no gain is made of it/,
    forgeries: GAINS,
  },
  {
    kind: 'poison',
    rule: 'The median over networks absorbs what few of them say.',
    endings: /^held: the median moved by/,
    forgeries: POISON,
  },
  {
    kind: 'against people',
    rule: 'No rule looks at what other people sent, and nobody meddles with another’s run.',
    endings: /^held: .*(?:the honest run counts|the owner went on)/,
    forgeries: AGAINST_PEOPLE,
  },
  {
    kind: 'proofs',
    rule: 'Exact work is committed to before columns of it are drawn, and checked to the last bit.',
    endings:
      /^(?:L0: (?:proof-|ticket-of-another|unverified|.*above-its-proof)|refused: ticket-of-another|quarantined: impossible-hardware|L2: )/,
    forgeries: FORGERIES_OF_PROOFS,
  },
  {
    kind: 'grinding',
    rule: '64 columns are opened at every size, and a challenge starts three proofs.',
    endings:
      /^(?:held: none of \d+ draws of 64 columns was kind; then proof-started|L0: proof-wrong|refused: invalid-body)/,
    forgeries: GRINDING,
  },
  {
    kind: 'bodies',
    rule: 'Bodies are strict and bounded, texts are stored as they are and shown escaped.',
    endings:
      /^(?:L2: |refused: (?:invalid-body|too-large|ticket-of-another|ticket-malformed|not-json))/,
    forgeries: BODIES,
  },
  {
    kind: 'work before it is counted',
    rule: 'A request is counted by its network before its body is read, and bounded before it is interpreted.',
    endings:
      /^held: counted, (?:invalid-body|ticket-malformed|malformed-json|too-large|not-found|not-a-form)/,
    forgeries: COST,
  },
  {
    kind: 'addresses',
    rule: 'What is not there is answered without being made; what means nothing in an address is taken out of it.',
    endings: /^held: /,
    forgeries: ADDRESSES,
  },
  {
    kind: 'names',
    rule: 'A name reaches a page from the tables alone; what was sent stands on the run’s own page.',
    endings: /^held: (?:on no page but its own|refused, invalid-body)/,
    forgeries: NAMES,
  },
  {
    kind: 'cells',
    rule: 'A cell that begins like a formula has an apostrophe in front.',
    endings: /^held: an apostrophe/,
    forgeries: CELLS,
  },
  {
    kind: 'oracles',
    rule: 'A run that waits for a moderator and one that proved nothing are answered alike.',
    endings:
      /^held: (?:the two answers are alike|the server has no private inputs|it says that they are wrong)/,
    forgeries: ORACLES,
  },
  {
    kind: 'moderation',
    rule: 'Only a session moderates, only this site’s forms are taken, and nobody is locked out by others.',
    endings: /^held: /,
    forgeries: MODERATION,
  },
  {
    kind: 'headers',
    rule: 'Links begin with the configured origin; what a request says of hosts and proxies is not believed.',
    endings: /^held: no link leads there/,
    forgeries: HEADERS,
  },
  {
    kind: 'protocols',
    rule: 'The form of a run has its protocol in it, and nothing that the server derives.',
    endings: /^refused: invalid-body/,
    forgeries: PROTOCOLS,
  },
  {
    kind: 'withdrawn runs',
    rule: 'A withdrawn run is gone when the answer comes, and does not come back.',
    endings: /^(?:held: |refused: ticket-(?:used|of-another))/,
    forgeries: WITHDRAWN,
  },
];

/** With private outputs where the server has any. */
export const allAttacks = async (client: Client): Promise<Attack[]> =>
  attacksOf([
    ...KINDS,
    {
      kind: 'private outputs',
      rule: 'Outputs of an input that is in no public file are those that native ONNX Runtime gives.',
      endings: /^(?:L0: incorrect|refused: wrong-seed)/,
      forgeries: await forgeriesOfPrivateOutputs(client),
    },
  ]);
