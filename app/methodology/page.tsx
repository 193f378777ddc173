// How a number comes about. Every figure is rendered from the frozen protocol that the worker runs
// by and the table of quality codes that the server judges by, so this page cannot say anything
// else than the code does.

import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { Word } from '@/app/_components/word';
import { PROTOCOL } from '@/lib/bench/protocol';
import { gradeOf, QUALITY_CODES, qualityWords } from '@/lib/bench/quality';
import { SCORE } from '@/lib/bench/score';
import { exactPercent, integer, quantity } from '@/lib/core/format';
import { FactsOfTheMachine } from './facts-of-the-machine';
import { ProofOfWork } from './proof-of-work';
import { TrainedWeights } from './trained-weights';
import { TrustLevels } from './trust-levels';

export const metadata: Metadata = {
  title: 'Methodology',
  description:
    'How a run is measured, what its numbers mean, what they do not mean, and when a result is ranked.',
};

export default function MethodologyPage() {
  const {
    betweenPasses,
    block,
    sample,
    warmup,
    stop,
    clock,
    canary,
    watchdog,
    coolDownMs,
    sustained,
  } = PROTOCOL;
  const { contention, estimator, prolong } = PROTOCOL;
  return (
    <>
      <PageHeading
        eyebrow={
          <>
            <Word id="protocol">Protocol</Word> {PROTOCOL.id}
          </>
        }
        title="Methodology"
      >
        How a run is measured, what its numbers mean, and what they do not.
      </PageHeading>
      <div className="paper">
        <h2 id="work">What runs</h2>
        <p>
          <Word id="workload">Workloads</Word> are code: a <Word id="kernel">kernel</Word> is one
          operation at one size, a <Word id="model">model</Word> a whole network. Both are built in
          your browser as ONNX files with seeded weights, bit for bit the same everywhere, and run
          by onnxruntime-web in a worker of their own. Accuracy is not measured, because the weights
          are not trained; whether trained ones take the same time{' '}
          <a href="#trained">was measured</a>.
        </p>
        <p>
          <Word id="flop">FLOPs</Word> are <Word id="static-count">static</Word>: 2 × the{' '}
          <Word id="mac">multiply-accumulates</Word> of matrix products and convolutions in the
          original graph. <a href="/learn/counting">How FLOPs are counted</a> has the formulas. The{' '}
          <Word id="flops-rate">rate achieved</Word> is these FLOPs divided by the{' '}
          <Word id="measured-time">measured time</Word>.
        </p>

        <h2 id="prediction">How a time is predicted</h2>
        <p>
          A graph is taken as the runtime executes it: what it folds is folded, and every step that
          is left is charged in units &mdash; multiply-accumulates of products with many rows,
          elements through a sigmoid, nodes. What a unit costs on a device follows from its measured
          kernels alone, by least squares; no network is ever looked at. The width of its 90 %
          interval follows from how far off those kernels are that are left out one by one, and from
          how few there are. Predictions on WebGPU are not validated on real GPUs. Suite{' '}
          <a href="/run?suite=predict">predict</a> measures what is needed; the method and how far
          it is off stand in docs/prediction.md.
        </p>

        <h2 id="time">How time is taken</h2>
        <p>
          A <Word id="sample">sample</Word> is a series of executions back to back, long enough that
          one step of the browser&rsquo;s clock is at most {exactPercent(1 / sample.minTimerSteps)}{' '}
          of it, and at least {quantity(sample.minMs, 'ms').replace('.0', '')}. On WebGPU the clock
          is stopped only after the device has reported that the work is done.
        </p>
        <ul>
          <li>
            Warm-up ends when the median of the last {warmup.window} samples is within{' '}
            {exactPercent(warmup.stableWithin)} of the {warmup.window} before. Session creation and
            the first run are recorded apart.
          </li>
          <li>
            Sampling ends when the {exactPercent(stop.confidence)} interval of the time lies within{' '}
            {exactPercent(stop.intervalWithin)} of it, after at least {stop.minSamples} and at most{' '}
            {integer(stop.maxSamples)} samples, or when the time set for the workload is used up; it
            goes on for up to {prolong.factor} times as long where the fast samples still lie more
            than {exactPercent(prolong.fastSpread)} apart.
          </li>
          <li>
            Everything is measured in two passes, each in a worker of its own with half of the time:
            up to {block} workloads once, then all of them again, so that a slow phase of the device
            is not in both. What is compared &mdash; <Word id="backend">backends</Word>, thread
            counts and <Word id="precision">precisions</Word> of one workload &mdash; comes as A B
            the first time and as B A the second, so that a slow drift cancels; the order of
            workloads is drawn for each run. Between passes the device rests {coolDownMs / 1000}
            &thinsp;s.
          </li>
          <li>
            On WASM, one thread and one thread per core are rows of their own. So is WebGPU with
            graph capture, where the commands are recorded once and replayed: outputs are wiped
            before they are checked, and refused graphs are listed with the reason.
          </li>
          <li>
            The sustained suite runs one network for {sustained.durationMs / 60_000} minutes without
            stopping early: the burst is the median of the first{' '}
            {(sustained.durationMs * sustained.burstShare) / 1000}&thinsp;s, what lasts the median
            of the last {(sustained.durationMs * sustained.lastShare) / 60_000} minutes.
          </li>
          <li>
            Memory is reckoned before a workload starts, from its weights and activations. One that
            would take more than half of what the device says it has is skipped, and its row says
            how much it needs.
          </li>
          <li>
            The kernel <code>{canary.workload}</code> runs at the start, in the middle and at the
            end. A loss of more than {exactPercent(canary.maxLoss)} marks what was measured before
            it.
          </li>
          <li>
            A second clock watches the first: over a measurement they may differ by{' '}
            {exactPercent(clock.maxDisagreement)}. A worker that is silent for{' '}
            {watchdog.silenceMs / 1000}&thinsp;s is ended and its workload counted as failed.
          </li>
        </ul>
        <p>
          The time of a pass is the lower quartile of its samples (
          {exactPercent(estimator.quantile)} of them are faster): other work on the machine only
          ever makes a sample longer, and of the estimators that were compared on quiet and on
          deliberately loaded machines this one keeps closest to the quiet time without resting on a
          single sample. Results of {'flopmark/1'} are medians; they never mix. The time of a{' '}
          <Word id="measurement">measurement</Word> is the geometric mean of its two passes, shown
          with half its {exactPercent(stop.confidence)} interval, as ±. Two parts make up that
          interval, added in quadrature. What the samples of a pass leave open rests on order
          statistics, not on a bell curve, and is widened where samples follow each other. What
          another pass might have shown is estimated from how far the pairs of passes of this run on
          this backend lie apart beyond that (random effects, DerSimonian and Laird 1986): its own
          pair counts beside {betweenPasses.typical} typical ones, and before the run says more{' '}
          {exactPercent(betweenPasses.deviation)} between passes are assumed, as if seen in{' '}
          {betweenPasses.pairs} pairs. The interval always holds the times of both passes.
        </p>
        <p id="busy">
          Before and after each pass, as many threads as it uses do nothing for {contention.spinMs}
          &thinsp;ms but read the clock. Where one of them is put aside for more than{' '}
          {contention.gapMs}&thinsp;ms, another program had its core. A row is marked busy where
          that was more than {exactPercent(contention.present)} of the time and its fast samples, or
          its two passes, lie more than {exactPercent(contention.fastSpread)} apart; where it never
          fell below {exactPercent(contention.always)}; and where it was more than{' '}
          {exactPercent(contention.mostly)} on the whole. You are offered to measure just those rows
          again before you publish.
        </p>
        <p>
          On boards a number is the <Word id="median">median</Word> over{' '}
          <Word id="network">networks</Word>, with the 10th and 90th percentile; the two kinds of
          spread are never mixed.
        </p>

        <h2 id="right">Right or wrong</h2>
        <p>
          Each output is compared with a reference computed by native ONNX Runtime, for an input
          that the server draws. A wrong output is shown as wrong and never becomes a rate.
        </p>

        <h2 id="quality">Quality</h2>
        <p>
          Doubts about a number (<Word id="quality">quality</Word>) are derived from stored facts,
          the same on the page and on the server.
        </p>
        <TableScroll>
          <table className="table">
            <TableHead columns={['Grade', 'Because']} />
            <tbody>
              {QUALITY_CODES.map((code) => (
                <tr key={code}>
                  <th scope="row">{gradeOf([code]) === 'poor' ? 'Poor' : 'Fair'}</th>
                  <td>{qualityWords(code)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>

        <FactsOfTheMachine />

        <TrainedWeights />

        <TrustLevels />

        <ProofOfWork />

        <h2 id="ranking">When a result is ranked</h2>
        <p>
          A device is ranked for a workload and a backend when at least three networks have{' '}
          <Word id="attested">attested</Word> results there or, where no proof can speak of the
          work, enough of them{' '}
          <a className="link" href="#agreeing">
            agree
          </a>
          ; until then it is shown below the ranked ones, as{' '}
          <Word id="provisional">provisional</Word>, with what it lacks. What is ranked is the
          measured time; of the chains of tiny nodes it is what one more node costs, the slope over
          1, 10 and 100 of them in one run. Each network has one <Word id="vote">vote</Word>.
          Results of quality poor are shown with their run and count nowhere: run again when nothing
          else is at work. Protocols never mix, and neither do one thread and many. Where the
          intervals of two medians overlap, devices share a range of ranks.
        </p>

        <h2 id="ratios">Ratios</h2>
        <p>
          Between backends, precisions and pruned networks a ratio is taken only within one run,
          with one vote for each network, and shown where networks agree; between devices only over
          workloads that all of them have. Its interval comes from the intervals of the two medians,
          added in quadrature on the log scale, each side apart (Zou and Donner 2008). Kinds of work
          are summed up by geometric means.
        </p>

        <h2 id="score">Score</h2>
        <p>
          The <Word id="score">score</Word> {SCORE.id} is 1000 × the geometric mean over families of
          the geometric mean of reference time ÷ median time. 1000 is {SCORE.reference}. With one
          workload missing there is no score, and backends are never averaged.
        </p>
        <table className="table">
          <TableHead columns={['Workload', 'Family', { number: 'Reference' }]} />
          <tbody>
            {SCORE.workloads.map(({ id, family, referenceMs }) => (
              <tr key={id}>
                <th scope="row">{id}</th>
                <td>{family}</td>
                <td className="numeric">{quantity(referenceMs, 'ms')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
