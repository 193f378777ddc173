// The levels of trust and the rules behind them, in plain words, from the tables that the server judges by.

import { AGREEMENT } from '@/lib/standings/agreement';
import { QUARANTINE_CODES, REFUSAL_RULES, RULES } from '@/lib/submission/plausibility/rules';
import { PROOF_MARGIN } from '@/lib/submission/proof';

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
          The run is stored and has its page, but is on no board: it proved nothing, had neither a proof nor a large
          kernel to compare with, or waits to be looked at.
        </dd>
        <dt>L1, consistent</dt>
        <dd>
          It answers a challenge that is used once, its outputs are right for an input that the server drew, and for a
          second one with outputs in no public file where the instance has made such, its times fit into the time that
          the server saw pass, and its rates fit each other and what the run proved. A rate more than {MARGIN} above the
          proved one counts on the boards as {MARGIN} above it and no faster. This is as far as fp16, integers and NPUs
          can come, because their arithmetic cannot be proved.
        </dd>
        <dt>L2, attested</dt>
        <dd>
          Besides, the run proved exact work on the same backend: products of integers that the server can check column
          by column, for a seed that was told when the clock started. The rate is at most {MARGIN} above the proved one.
        </dd>
      </dl>
      <p id="agreeing">
        Besides, people can confirm each other. A row carries a tick where people from at least {AGREEMENT.people}{' '}
        networks, on at least {AGREEMENT.days} days, are within {AGREEMENT.spread * 100} % of its median; a record does
        if it is no faster than that. Keys cost nothing and networks do, so networks are counted: as a{' '}
        <a href="/privacy#kept" className="link">
          keyed hash
        </a>{' '}
        that is another one in every row of the board. Where nothing can be proved, that is in fp16, in integers and
        through WebNN, only rows with a tick are ranked. It does not rule out friends who agree beforehand.
      </p>
      <p>
        A proof shows work per time and nothing else. Faster helpers elsewhere, several machines, cheaper arithmetic
        with whole numbers, and up to a tenth of the work left out can hide behind one.
      </p>
      <p>
        Being fast breaks no rule. What cannot be is refused, with the reason; what is unlikely is stored, answered like
        any other run, and kept off the boards until a person has looked.
      </p>
      <details>
        <summary>The rules</summary>
        <p>A run is refused when:</p>
        <ul>
          {REFUSAL_RULES.map((code) => (
            <li key={code}>{RULES[code].words}</li>
          ))}
        </ul>
        <p>A person looks when:</p>
        <ul>
          {QUARANTINE_CODES.map((code) => (
            <li key={code}>{RULES[code].words}</li>
          ))}
        </ul>
      </details>
    </>
  );
}
