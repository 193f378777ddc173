// Chapter 4: rates, peaks, the two limits of a device, and what a browser's clock can tell.
import { TableHead } from '@/app/_components/table-head';
import { Word } from '@/app/_components/word';
import { PROTOCOL } from '@/lib/bench/protocol';
import { quantity, significant } from '@/lib/core/format';
import { database } from '@/lib/db/client';
import { OWN_PEAKS, type PeakRow } from '@/lib/device/peaks/own';
import { BoardRoofline } from '../_figures/board-roofline';
import { Figure } from '../_figures/figure';
import { IntensityScale } from '../_figures/intensity-scale';
import { MeasureHere } from '../_measure/measure-here';
import { ChapterPage, chapterMetadata, Prose } from '../_parts/chapter-page';
import { Cite } from '../_parts/cite';
import { intensityOf, workload } from '../_parts/facts';

export const metadata = chapterMetadata('roofline');

const WORKLOADS = [
  'copy-512x2048-fp32',
  'gemv-4096-fp32',
  'gpt2-decode128-fp32',
  'conv-depthwise-3x3-144-56-fp32',
  'mobilenet-v2-fp32',
  'conv-1x1-256-64-56-fp32',
  'resnet50-fp32',
  'conv-3x3-64-56-fp32',
  'gemm-1024-fp32',
] as const;

/** A card whose units and clock stand in the table of peaks. */
const EXAMPLE = { slug: 'nvidia-geforce-rtx-3060', name: 'GeForce RTX 3060' } as const;

/** Throws for a card that is not in the table: the text would print nothing in its place. */
function peakRow(slug: string): PeakRow {
  const row = OWN_PEAKS.find(([known]) => known === slug);
  if (row === undefined) throw new Error(`the peak of '${slug}' is not known`);
  return row;
}

export default function RooflinePage() {
  const points = WORKLOADS.map(workload)
    .filter(({ flops }) => flops > 0)
    .map((entry) => ({ label: entry.title, intensity: intensityOf(entry) }))
    .sort((a, b) => a.intensity - b.intensity);
  const [lowest, highest] = [points[0]?.intensity ?? 1, points.at(-1)?.intensity ?? 1];
  const [, units, boostMHz] = peakRow(EXAMPLE.slug);

  const gemv = workload('gemv-4096-fp32');
  const { sample, stop } = PROTOCOL;
  return (
    <ChapterPage slug="roofline" sources={['williams2009', 'w3cTime', 'w3cWebgpu']}>
      <Prose>
        <p>
          A network has <Word id="flop">FLOPs</Word>; a device reaches so many{' '}
          <Word id="flops-rate">FLOPS</Word>. Divide the count by the measured time, and you have
          the rate that was <em>achieved</em>. Multiply the units of a processor by its clock, and
          by two for a multiplication and an addition, and you have its <Word id="peak">peak</Word>:
          what it would reach if no unit ever waited. A {EXAMPLE.name} has {units} units, each of
          which does one multiply-add per cycle, and a clock that goes up to {boostMHz} MHz: {units}{' '}
          × 2 × {boostMHz / 1000} GHz = {quantity((2 * units * boostMHz) / 1e6, 'TFLOPS')}.
        </p>
        <p>
          No network reaches the peak. The most common reason is not the arithmetic at all: numbers
          have to be fetched before they can be multiplied, and memory delivers only so many bytes
          per second. That rate is its <Word id="bandwidth">bandwidth</Word>.
        </p>

        <h2 id="roofline">Two limits, one picture</h2>
        <p>
          How many FLOPs does a workload do for each byte that it moves? That ratio is its{' '}
          <Word id="intensity">intensity</Word>. A copy does none. A product of a matrix with a
          vector uses each weight once, so in fp32 it does {significant(intensityOf(gemv), 2)} FLOPs
          a byte. A product of two large matrices uses each number hundreds or thousands of times.
        </p>
      </Prose>
      <Figure
        id="intensity"
        finding={`Workloads differ by a factor of ${significant(highest / lowest, 2)} in FLOPs per byte, from ${significant(lowest, 2)} to ${significant(highest, 2)}.`}
        draw={(width) => <IntensityScale points={points} width={width} />}
        note="Bytes: every weight once, and every activation once where it is written and once wherever it is read, as if no cache kept it between two layers."
      >
        <table className="table">
          <TableHead columns={['Workload', { number: 'FLOPs per byte' }]} />
          <tbody>
            {points.map(({ label, intensity }) => (
              <tr key={label}>
                <th scope="row">{label}</th>
                <td className="numeric">{significant(intensity)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Figure>
      <Prose>
        <p>
          The <Word id="roofline">roofline</Word> <Cite id="williams2009" /> puts both limits into
          one picture: no rate is above the peak, and none is above intensity × bandwidth. Where the
          two lines meet is the ridge. Left of it, a higher peak changes nothing and moving fewer
          bytes helps; right of it, doing fewer FLOPs helps.
        </p>
      </Prose>
      <BoardRoofline db={database()} />
      <MeasureHere id="threads" />
      <Prose>
        <p>
          More threads help while there is enough work for each of them and a core to run it. A GPU
          has far more units, but the work has to reach it first: the next chapter is about that.
        </p>
        <h2 id="clock">What a clock can tell</h2>
        <p>
          A browser’s clock is coarse on purpose, because a fine one helps attackers{' '}
          <Cite id="w3cTime" />: it steps by 5 µs at best, and by 100 µs or more on ordinary pages.
          A product that takes 8 µs cannot be timed with it. So a <Word id="sample">sample</Word>{' '}
          repeats the work until it lasts at least {sample.minMs} ms and {sample.minTimerSteps}{' '}
          steps of the clock, and samples are taken until the time is known to within{' '}
          {significant(100 * stop.intervalWithin, 1)} %, or time is up.
        </p>
        <p>
          A GPU adds a trap. The call returns when the work is <em>handed over</em>, not when it is
          done, so the clock may be stopped only after the device has reported that the work is done{' '}
          <Cite id="w3cWebgpu" />. A benchmark that stops it earlier has timed the handing over.{' '}
          <a href="/methodology">Methodology</a> has all the rules.
        </p>
      </Prose>
    </ChapterPage>
  );
}
