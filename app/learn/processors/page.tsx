// Chapter 5: what CPUs, GPUs and accelerators are made for, and when a GPU is the slower one.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { Word } from '@/app/_components/word';
import { duration, quantity, si } from '@/lib/core/format';
import { OWN_PEAKS } from '@/lib/device/peaks/own';
import { peakOf } from '@/lib/device/peaks/peaks';
import { Figure } from '../_figures/figure';
import { crossing, type Processor, StartAndPace, timeOn } from '../_figures/start-and-pace';
import { MeasureHere } from '../_measure/measure-here';
import { ChapterPage, chapterMetadata, Prose } from '../_parts/chapter-page';
import { Cite } from '../_parts/cite';
import { workload } from '../_parts/facts';

export const metadata = chapterMetadata('processors');

/** Round numbers of the order that browsers show, assumed for the figure alone. */
const CPU: Processor = {
  name: 'CPU',
  startMs: 0.005,
  gflops: 50,
  colour: 'var(--color-wasm)',
};
const GPU: Processor = {
  name: 'GPU',
  startMs: 0.2,
  gflops: 2000,
  colour: 'var(--color-webgpu)',
};

const SHOWN = [
  ['nvidia-geforce-gtx-1650', 'GeForce GTX 1650'],
  ['nvidia-geforce-rtx-3060', 'GeForce RTX 3060'],
  ['nvidia-geforce-rtx-4090', 'GeForce RTX 4090'],
  ['nvidia-geforce-rtx-5090', 'GeForce RTX 5090'],
] as const;

export default function ProcessorsPage() {
  const meet = crossing(CPU, GPU);
  const peaks = SHOWN.flatMap(([slug, name]) => {
    const peak = peakOf(slug);
    const row = OWN_PEAKS.find(([known]) => known === slug);
    return peak === null || row === undefined ? [] : [{ slug, name, units: row[1], peak }];
  });
  const small = workload('gemm-128-fp32');
  const large = workload('gemm-1024-fp32');
  return (
    <ChapterPage slug="processors" sources={['amdahl1967', 'jouppi2017', 'w3cWebgpu']}>
      <Prose>
        <p>
          A CPU has a few strong cores. Each finds its own way through any program, keeps what it
          needs in large caches, and does the same operation on four to sixteen numbers at once in
          wide units. A GPU has hundreds or thousands of simple units that do the same step on
          different numbers, and, on a card of its own, a memory that delivers several times as many
          bytes. An accelerator (a tensor core, an NPU, a TPU) goes one step further: at its heart a
          fixed grid of multipliers does one thing, a matrix product, usually in few bits{' '}
          <Cite id="jouppi2017" />.
        </p>
        <p>
          More units mean a higher <Word id="peak">peak</Word>, which is why networks with many
          FLOPs are run on GPUs. That does not mean that a GPU is always faster.
        </p>
      </Prose>
      <TableScroll className="mt-6">
        <table className="table">
          <TableHead columns={['Graphics card', { number: 'Units' }, { number: 'Peak, fp32' }]} />
          <tbody>
            {peaks.map(({ slug, name, units, peak }) => (
              <tr key={slug}>
                <th scope="row">
                  <a className="link" href={`/devices/${slug}`}>
                    {name}
                  </a>
                </th>
                <td className="numeric">{units}</td>
                <td className="numeric">{quantity(peak.fp32 / 1000, 'TFLOPS')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <Prose>
        <h2 id="start">A late start</h2>
        <p>
          Work reaches a GPU through a queue: the page describes it, the driver translates it, the
          device picks it up, and the answer comes back the same way <Cite id="w3cWebgpu" />. Each{' '}
          <Word id="dispatch">dispatch</Word> has its price, whatever is in it. In a large operation
          it goes unnoticed; a small one is hardly anything else.
        </p>
      </Prose>
      <Figure
        id="start-and-pace"
        finding={`Below ${si(meet, 'FLOPs')} the slower processor wins, because it starts sooner.`}
        draw={(width) => <StartAndPace processors={[CPU, GPU]} width={width} />}
        note={`A sketch, not a measurement. It assumes a start of ${duration(CPU.startMs)} and ${CPU.gflops} GFLOPS for the CPU, ${duration(GPU.startMs)} and ${GPU.gflops} GFLOPS for the GPU. Measure your own below.`}
      >
        <table className="table">
          <TableHead columns={[{ number: 'FLOPs' }, { number: 'CPU' }, { number: 'GPU' }]} />
          <tbody>
            {[1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11].map((flops) => (
              <tr key={flops}>
                <td className="numeric">{si(flops, '')}</td>
                <td className="numeric">{duration(timeOn(CPU, flops))}</td>
                <td className="numeric">{duration(timeOn(GPU, flops))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Figure>
      <MeasureHere id="small-and-large" />
      <Prose>
        <p>
          The two products do {si(small.flops, 'FLOPs')} and {si(large.flops, 'FLOPs')}. Networks
          made of many small layers behave like the first, whatever their total: a thousand layers
          are a thousand starts.
        </p>
        <h2 id="parallel">What cannot be shared out</h2>
        <p>
          Units help only with work that can be done at the same time. If a tenth of a task must be
          done step by step, ten thousand units make it less than ten times as fast{' '}
          <Cite id="amdahl1967" />. A recurrent cell waits for its previous state and a language
          model for its previous word; chapter 9 returns to that.
        </p>
        <h2 id="accelerators">Accelerators, seen from a browser</h2>
        <p>
          Matrix units are out of reach of most pages today: WebGPU has no portable way to use them,
          and behind WebNN the browser and its drivers decide. So a page can <em>ask</em> for an NPU
          but cannot know whether it got one. This site says “requested” there, and marks results
          that look just like the CPU’s.
        </p>
        <p>
          Which processor suits a use, then? Count the FLOPs of its operations, not only of the
          whole; look at their <Word id="intensity">intensity</Word>; then measure. The board lists{' '}
          <a href="/devices">the devices</a> and shows{' '}
          <a href="/insights#backends">how their backends compare</a>.
        </p>
      </Prose>
    </ChapterPage>
  );
}
