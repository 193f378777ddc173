// Seeded weights against trained ones: the measurement that `npm run -s flopmark -- measure trained
// --pin` last wrote, rendered as it is.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { integer, percent, quantity } from '@/lib/core/format';
import found from '@/lib/models/training/seeded-trained.json';

const signed = (value: number): string => `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(2)}`;

export function TrainedWeights() {
  const { machine, browser, runtime, date, pairs, rounds, nets } = found;
  return (
    <>
      <h2 id="trained">Seeded and trained weights</h2>
      <p>
        Dense kernels do the same work whatever the weights are. To see whether they also take the
        same time, two small nets were trained on drawn digits, and each was timed with its seeded
        and with its trained weights: {integer(rounds)} rounds of A B B A in each of{' '}
        {integer(2 * pairs)} workers, in half of which the trained session was created first (
        {browser}, {runtime}, WASM on one thread, {machine}, {date}). The interval is that of the
        median over pairs of workers.
      </p>
      <TableScroll>
        <table className="table">
          <TableHead
            columns={[
              'Net',
              { number: 'Accuracy' },
              { number: 'Seeded' },
              { number: 'Trained' },
              { number: 'Difference' },
              { number: '95 % interval' },
            ]}
          />
          <tbody>
            {nets.map(
              ({
                net,
                accuracy,
                seededMs,
                trainedMs,
                differencePercent,
                ci95Percent: [low = 0, high = 0],
              }) => (
                <tr key={net}>
                  <th scope="row">{net}</th>
                  <td className="numeric">{percent(accuracy)}</td>
                  <td className="numeric">{quantity(seededMs, 'ms')}</td>
                  <td className="numeric">{quantity(trainedMs, 'ms')}</td>
                  <td className="numeric">{signed(differencePercent)}&thinsp;%</td>
                  <td className="numeric">
                    {signed(low)} to {signed(high)}&thinsp;%
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </TableScroll>
    </>
  );
}
