// The levels of trust and the rules behind them, in plain words, from the tables that the server
// judges by.

import { AGREEMENT, DISPUTE, KEYS_OF_A_NETWORK } from '@/lib/standings/agreement';
import { NETWORKS_FOR_A_RANK } from '@/lib/standings/evidence';
import {
  REFUSAL_RULES,
  ROW_CODES,
  RUN_CODES,
  ruleWords,
  STORED_CODES,
} from '@/lib/submission/plausibility/rules';
import { PROOF_MARGIN } from '@/lib/submission/proof';
import { ProvenShares } from './proven-shares';

const MARGIN = `${Math.round((PROOF_MARGIN - 1) * 100)} %`;

export function TrustLevels() {
  return (
    <>
      <h2 id="trust">What a server can know</h2>
      <p>
        That this work was done in this time by whoever answered. Not on what hardware: names are
        what the browser reported, and browsers mask, shorten and round them. A result says so
        wherever it stands. Three levels name how much stands behind a number:
      </p>
      <dl>
        <dt>L0, unverified</dt>
        <dd>
          The row is stored and stands on the page of its run, but on no board: nothing was proved
          on its backend, its quality is poor, or it waits to be looked at.
        </dd>
        <dt>L1, consistent</dt>
        <dd>
          It answers a challenge that is used once; its outputs are right for an input that the
          server drew and, where the instance has made some, for a second one whose outputs are in
          no public file; its times fit into the time that the server saw pass; and its rate is
          below what the hardware could reach. This is as far as work can come that no proof of fp32
          arithmetic speaks of: fp16, integers, NPUs, single tokens, vector products, element-wise
          work, dispatch, and networks on WebGPU until they were measured on real GPUs. Such rows
          are ranked where networks agree. A row whose proof supports less than was measured stays
          here, too, and is not ranked.
        </dd>
        <dt>L2, attested</dt>
        <dd>
          In addition, the run proved exact work on the same backend: products of integers that the
          server can check column by column, for a seed that was told when the clock started. The
          rate is at most {MARGIN} above the{' '}
          <a href="#shares" className="link">
            share
          </a>{' '}
          of the proved rate that honest runs of its class of work reach.
        </dd>
      </dl>
      <p>
        The number is always the one that was measured. What was proved is a second fact: it decides
        the level, and stands in words beside the number.
      </p>
      <ProvenShares />
      <p id="agreeing">
        Networks can also confirm each other. Keys cost nothing and networks do, so a network has
        one vote in a row of the board, however many people it has: the median over its{' '}
        {KEYS_OF_A_NETWORK} newest keys, each with the median of its runs; a key belongs to the
        network that it first came from. Networks agree where at least {AGREEMENT.networks} of them,
        each in a block of addresses of its own (/16, or /32 of IPv6), are within{' '}
        {AGREEMENT.spread * 100} % of the row’s median, with runs on at least {AGREEMENT.days} days.
        Networks are known only as{' '}
        <a href="/privacy#kept" className="link">
          keyed hashes
        </a>
        , which differ for every workload and backend.
      </p>
      <p id="evidence">
        Every row of a board says what stands behind it. <strong>Attested</strong>: at least{' '}
        {NETWORKS_FOR_A_RANK} networks in blocks of their own, each with a proof.{' '}
        <strong>Agreed</strong>: work that no proof speaks of, on whose time networks agree.{' '}
        <strong>Provisional</strong>: not ranked yet, below a rule, with what it lacks. A tick says
        that networks agree, whatever else stands behind the row; a record is confirmed if it is no
        faster than that. Ratios of one device with itself count networks, and only where they
        agree.
      </p>
      <p id="disputed">
        To move a median that networks agreed on takes half of them, whatever the others claim.
        Where it moves by {DISPUTE.moved * 100} % or more within {DISPUTE.days} days the row is
        marked <strong>disputed</strong> for as long: a new driver can do that, and so can somebody
        who holds many networks. What moves more slowly, or by less, is not marked, and friends who
        agree beforehand cannot be told from strangers.
      </p>
      <p>
        A proof shows work per time and nothing else.{' '}
        <a href="#proof">How it works, and what can hide behind one</a>, is said below.
      </p>
      <p>
        Being fast breaks no rule, and what other people measured is no rule either. What cannot be
        true is refused, with the reason. A row that is impossible or copied, and a run that
        contradicts itself, are stored, answered like any other, and kept off the boards until a
        person has looked. Nothing that can be read tells them from rows that merely proved nothing.
        A copy is found by what stretches of its samples have in common with others’, also if it was
        scaled, rotated or changed in places; a series with noise of its own in every sample is an
        invented one, and no rule can tell that from a measured one.
      </p>
      <details>
        <summary>The rules</summary>
        <p>A run is refused when:</p>
        <ul>
          {REFUSAL_RULES.map((code) => (
            <li key={code}>{ruleWords(code)}</li>
          ))}
        </ul>
        <p>A person looks at a run when:</p>
        <ul>
          {RUN_CODES.map((code) => (
            <li key={code}>{ruleWords(code)}</li>
          ))}
        </ul>
        <p>A person looks at a row when:</p>
        <ul>
          {[...STORED_CODES, ...ROW_CODES].map((code) => (
            <li key={code}>{ruleWords(code)}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
