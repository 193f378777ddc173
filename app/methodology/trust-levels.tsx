// The levels of trust and the rules behind them, in plain words, from the tables that the server judges by.

import { AGREEMENT } from '@/lib/standings/agreement';
import { REFUSAL_RULES, ROW_CODES, RUN_CODES, ruleWords } from '@/lib/submission/plausibility/rules';
import { PROOF_MARGIN } from '@/lib/submission/proof';
import { ProvenShares } from './proven-shares';

const MARGIN = `${Math.round((PROOF_MARGIN - 1) * 100)} %`;

export function TrustLevels() {
  return (
    <>
      <h2 id="trust">What a server can know</h2>
      <p>
        That this work was done in this time by whoever answered. Not on what hardware: names are what the browser
        reported, and browsers mask, shorten and round them. A result says so wherever it stands. Three levels name how
        much stands behind a number:
      </p>
      <dl>
        <dt>L0, unverified</dt>
        <dd>
          The row is stored and stands on the page of its run, but on no board: nothing was proved on its backend, its
          quality is poor, or it waits to be looked at.
        </dd>
        <dt>L1, consistent</dt>
        <dd>
          It answers a challenge that is used once, its outputs are right for an input that the server drew, and for a
          second one with outputs in no public file where the instance has made such, its times fit into the time that
          the server saw pass, and its rate is below what the hardware could reach. This is as far as work can come that
          a proof of fp32 arithmetic does not speak of: fp16, integers, NPUs, single tokens, vector products,
          element-wise work, dispatch, and networks on WebGPU until they were measured on real GPUs. Such rows are
          ranked where networks agree. A row whose proof supports less than was measured stays here, too, and is not
          ranked.
        </dd>
        <dt>L2, attested</dt>
        <dd>
          Besides, the run proved exact work on the same backend: products of integers that the server can check column
          by column, for a seed that was told when the clock started. The rate is at most {MARGIN} above the{' '}
          <a href="#shares" className="link">
            share
          </a>{' '}
          of the proved rate that honest runs of its class of work reach.
        </dd>
      </dl>
      <p>
        The number is always the one that was measured. What was proved is a second fact: it decides the level, and
        stands in words beside the number.
      </p>
      <ProvenShares />
      <p id="agreeing">
        Besides, people can confirm each other. A row carries a tick where people from at least {AGREEMENT.people}{' '}
        networks, on at least {AGREEMENT.days} days, are within {AGREEMENT.spread * 100} % of its median; a record does
        if it is no faster than that. Keys cost nothing and networks do, so networks are counted: as a{' '}
        <a href="/privacy#kept" className="link">
          keyed hash
        </a>{' '}
        that is another one in every row of the board. Where nothing can be proved, only rows with a tick are ranked. It
        does not rule out friends who agree beforehand.
      </p>
      <p>
        A proof shows work per time and nothing else. <a href="#proof">How it works, and what can hide behind one</a>,
        is said below.
      </p>
      <p>
        Being fast breaks no rule, and what other people measured is none. What cannot be is refused, with the reason. A
        row that is impossible or copied, and a run that contradicts itself, are stored, answered like any other, and
        kept off the boards until a person has looked.
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
          {ROW_CODES.map((code) => (
            <li key={code}>{ruleWords(code)}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
