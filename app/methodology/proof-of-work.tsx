// What a proof of work is, what it shows and by how much it can be outdone, with the factors that
// `npm run -s flopmark -- measure attack-native` last measured, rendered as they are.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { KERNEL_VERSION } from '@/lib/attest/kernel';
import found from '@/lib/attest/native-attack.json';
import { OPENINGS } from '@/lib/attest/openings';
import { LEAST_BATCHES } from '@/lib/attest/steady';
import { significant } from '@/lib/core/format';
import { PROOF_ATTEMPTS } from '@/lib/submission/proof';

const METHODS: Readonly<Record<string, string>> = {
  dot16: 'Products of 16-bit integers',
  dot8x2: 'Products of 8-bit integers, two passes',
  table16: 'Tables of products in 16 bits, with an estimate of the rest',
  table32: 'Tables of products in 32 bits',
};

const INSTRUCTIONS = [...new Set(found.found.map(({ instructions }) => instructions))];
const SIZES = [...new Set(found.found.map(({ n }) => n))];

/** Least and greatest over the sizes. */
function factorsOf(method: string, instructions: string): string {
  const factors = found.found.flatMap((one) =>
    one.method === method && one.instructions === instructions ? [one.factor] : [],
  );
  if (factors.length === 0) return '—';
  const [least, greatest] = [Math.min(...factors), Math.max(...factors)].map((factor) =>
    significant(factor, 2),
  );
  return least === greatest ? `${least} ×` : `${least} to ${greatest} ×`;
}

/** Of 10 % of the batches left out. */
const MISSED = 100 * 0.9 ** OPENINGS;

export function ProofOfWork() {
  return (
    <>
      <h2 id="proof">The proof of work</h2>
      <p>
        At the end of a run the browser multiplies matrices of whole numbers on the same backend,
        with as many threads as the measurements had ({KERNEL_VERSION}). The numbers are chosen so
        that fp32 holds every sum exactly, so the result is the same to the last bit on every
        engine. The server says what to compute as its clock starts, and stops the clock when it has
        a fingerprint of all results. Then it draws {OPENINGS} columns; the browser shows every sum
        in them, and the server checks those with random numbers that it draws afterwards. Not one
        of them may be off by one.
      </p>
      <ul>
        <li>
          The browser first warms up until its rate is steady, then takes the largest size of which
          at least {LEAST_BATCHES} batches fit. Where less was proved than the fastest product
          measured needs, it tries again, at most {PROOF_ATTEMPTS} times, and the best counts. What
          is sent, up to three megabytes, is shown.
        </li>
        <li>
          The rate proved is a lower bound: the way to the server and back is part of the time. It
          decides the level of trust and never the number that is shown.
        </li>
        <li>
          Results with proofs of an earlier kernel keep them as evidence for their own protocol;
          they count for nothing else.
        </li>
      </ul>
      <p>What hides behind a proof, and how much that gains:</p>
      <ul>
        <li>
          Another, faster machine, several of them, or a program outside the browser. A proof cannot
          tell.
        </li>
        <li>
          Native code. Its vectors are up to four times as wide as those of WebAssembly, so it can
          be 5 to 20 times as fast as the browser on the same processor.
        </li>
        <li>
          Cheaper arithmetic. The same digests can be had from products of small integers; the table
          has what that gained over fp32 with the same vectors on one thread. Matrix units of
          processors and graphics cards that take 8-bit integers are estimated at 4 to 6 times; none
          was at hand. One pass in fp16, bf16 or TF32 gets every column wrong.
        </li>
        <li>
          A tenth of the work left out: it passes once in {Math.round(100 / MISSED)} tries. Tries
          are limited.
        </li>
        <li>Luck: the best of {PROOF_ATTEMPTS} attempts counts.</li>
      </ul>
      <TableScroll>
        <table className="table">
          <TableHead
            columns={['Method', ...INSTRUCTIONS.map((instructions) => ({ number: instructions }))]}
          />
          <tbody>
            {Object.entries(METHODS).map(([method, words]) => (
              <tr key={method}>
                <th scope="row">{words}</th>
                {INSTRUCTIONS.map((instructions) => (
                  <td key={instructions} className="numeric">
                    {factorsOf(method, instructions)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <p>
        Sizes {SIZES.join(', ')}; {found.machine}, {found.date}, <code>{found.command}</code>. Below
        1 the method is slower than honest work.
      </p>
    </>
  );
}
