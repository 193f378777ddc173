// Chapter 10: when two numbers differ, what moves a time, and what a browser costs beside native
// code. The comparison is what `npm run -s flopmark -- measure native --pin` last wrote.
import { TableHead } from '@/app/_components/table-head';
import { Word } from '@/app/_components/word';
import { PROTOCOL } from '@/lib/bench/protocol';
import { exactPercent, quantity, significant } from '@/lib/core/format';
import { Bars } from '../_figures/bars';
import { Figure } from '../_figures/figure';
import { Overlap, overlaps, type Result } from '../_figures/overlap';
import { ChapterPage, chapterMetadata, Prose } from '../_parts/chapter-page';
import { Cite } from '../_parts/cite';
import found from './native.json';

export const metadata = chapterMetadata('benchmarks');

const NEAR: readonly [Result, Result] = [
  { name: 'A', ms: 41, halfWidthMs: 1.6 },
  { name: 'B', ms: 43, halfWidthMs: 1.2 },
];
const APART: readonly [Result, Result] = [
  { name: 'A', ms: 41, halfWidthMs: 0.5 },
  { name: 'B', ms: 43, halfWidthMs: 0.6 },
];
const PAIRS = [
  { title: 'too close to tell', results: NEAR },
  { title: 'A is faster', results: APART },
] as const;

export default function BenchmarksPage() {
  const { workloads, machine, runtime, date, rounds } = found;
  const ratios = workloads.map(({ ratio }) => ratio);
  const net = workloads.find(({ workload }) => workload === 'mobilenet-v2-fp32');
  return (
    <ChapterPage
      slug="benchmarks"
      sources={['hoefler2015', 'dehghani2021', 'haas2017', 'jangda2019', 'w3cTime']}
    >
      <Prose>
        <p>
          Two devices, 41 ms and 43 ms. Is the first one faster? Nobody can say before it is known
          how much each number would move if it were measured again.
        </p>
      </Prose>
      <Figure
        id="intervals"
        finding="The same two times, twice: where the intervals do not overlap, the two can be told apart."
        draw={(width) => <Overlap pairs={PAIRS} width={width} />}
        note="Invented numbers. A bar is a 95 % interval: of a hundred such bars about ninety-five contain the time that endless measuring would give."
      >
        <table className="table">
          <TableHead
            columns={['Case', { number: 'A' }, { number: 'B' }, 'Can they be told apart?']}
          />
          <tbody>
            {PAIRS.map(({ title, results: [a, b] }) => (
              <tr key={title}>
                <th scope="row">{title}</th>
                <td className="numeric">
                  {a.ms} ± {a.halfWidthMs} ms
                </td>
                <td className="numeric">
                  {b.ms} ± {b.halfWidthMs} ms
                </td>
                <td>{overlaps(a, b) ? 'no' : 'yes'}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Figure>
      <Prose>
        <h2 id="ask">Seven questions for a number</h2>
        <ol>
          <li>
            <strong>Of what?</strong> Network, variant, input size, <Word id="batch">batch</Word>,{' '}
            <Word id="precision">precision</Word>. Change one of them, and it is another number.
          </li>
          <li>
            <strong>Right?</strong> A wrong answer can be had in no time. Were the outputs checked?
          </li>
          <li>
            <strong>Warm?</strong> The first run loads, compiles and allocates. It matters to the
            visitor who waits for it, but does not belong in the same number.
          </li>
          <li>
            <strong>Which middle?</strong> A mean is dragged along by a few slow samples, a best
            value by a lucky one. The <Word id="median">median</Word> is moved by neither, and needs
            an interval beside it <Cite id="hoefler2015" />. Other work only ever makes a sample
            longer, so for one series this site takes the value below which{' '}
            {exactPercent(PROTOCOL.estimator.quantile)} of the samples lie.
          </li>
          <li>
            <strong>What else was running?</strong> A busy core can double a time. This site marks
            such rows, and they can be measured again.
          </li>
          <li>
            <strong>For how long?</strong> Phones slow down when they get warm. This site rests{' '}
            {PROTOCOL.coolDownMs / 1000} s between measurements and repeats a fixed{' '}
            <Word id="kernel">kernel</Word> to notice it; the sustained suite runs for{' '}
            {PROTOCOL.sustained.durationMs / 60_000} minutes.
          </li>
          <li>
            <strong>Who chose?</strong> Numbers can be chosen so that any of several candidates wins{' '}
            <Cite id="dehghani2021" />. Look for the table behind the number.
          </li>
        </ol>

        <h2 id="people">From one machine to many</h2>
        <p>
          A run’s ± says how well <em>one</em> machine was measured. A board’s spread says how much
          machines of the same name differ, through cooling, memory, drivers and browsers. This site
          never mixes the two. On a board each <Word id="network">network</Word> that results come
          from has one <Word id="vote">vote</Word>, and devices whose intervals overlap share a
          range of ranks.
        </p>

        <h2 id="native">What a browser costs</h2>
        <p>
          WebAssembly brings compiled code to the web at a speed close to native{' '}
          <Cite id="haas2017" />, with a gap that depends on the program <Cite id="jangda2019" />.
          For neural networks the gap is wide, for two plain reasons: WebAssembly’s vectors are 128
          bits wide where those of a PC’s processor are 256 or 512, and it multiplies and adds in
          two steps where the processor does both in one.
        </p>
      </Prose>
      <Figure
        id="browser-and-native"
        finding={`The same graphs took ${significant(Math.min(...ratios), 2)} to ${significant(Math.max(...ratios), 2)} times as long in the browser as in native code.`}
        draw={(width) => (
          <Bars
            width={width}
            label={workloads
              .map(({ title, ratio }) => `${title}: ${significant(ratio, 2)} times`)
              .join('; ')}
            bars={workloads.map(({ title, ratio }) => ({
              label: title,
              value: ratio,
              text: `${significant(ratio, 2)} ×`,
              colour: 'var(--color-wasm)',
            }))}
          />
        )}
        note={`Time in onnxruntime-web (WASM with SIMD, Chromium) divided by time in native ${runtime}, ${machine}, medians of ${rounds} rounds, ${date}.`}
      >
        <table className="table">
          <TableHead
            columns={[
              'Workload',
              { number: 'Native' },
              { number: 'Browser' },
              { number: 'Ratio' },
              { number: 'Least to most' },
            ]}
          />
          <tbody>
            {workloads.map(
              ({ workload, title, nativeMs, browserMs, ratio, ratios: [low = 0, high = 0] }) => (
                <tr key={workload}>
                  <th scope="row">{title}</th>
                  <td className="numeric">{quantity(nativeMs, 'ms')}</td>
                  <td className="numeric">{quantity(browserMs, 'ms')}</td>
                  <td className="numeric">{significant(ratio)}</td>
                  <td className="numeric">
                    {significant(low)} to {significant(high)}
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </Figure>
      <Prose>
        <p>
          {net !== undefined &&
            `MobileNetV2 took ${quantity(net.nativeMs, 'ms')} natively and ${quantity(net.browserMs, 'ms')} in the browser. `}
          That is one processor. A page also pays for the download, for a coarse clock{' '}
          <Cite id="w3cTime" /> and, without the right headers, for having one thread only. In
          return it runs on every device that can open it, and nothing has to be installed.
        </p>
        <p>
          Now you know how to read the <a href="/">board</a>, and how to doubt it.{' '}
          <a href="/run">Measure your own device</a>; its numbers will have an interval.
        </p>
      </Prose>
    </ChapterPage>
  );
}
