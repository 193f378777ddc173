// Chapter 6: number formats, what rounding does, and what fewer bits change: bytes and units, not
// the count.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { Word } from '@/app/_components/word';
import { integer, si, significant } from '@/lib/core/format';
import { BitLayout, errorText } from '../_figures/bit-layout';
import { Figure } from '../_figures/figure';
import { formatsOf } from '../_figures/number-formats';
import { MeasureHere } from '../_measure/measure-here';
import { ChapterPage, chapterMetadata, Prose } from '../_parts/chapter-page';
import { Cite } from '../_parts/cite';
import { workload } from '../_parts/facts';

export const metadata = chapterMetadata('precision');

/** A weight, and the largest one of its tensor, for which the scale of the integers is made. */
const VALUE = 0.3;
const LARGEST = 1.5;

const FORMS = [
  ['bert-base-fp32', 'fp32'],
  ['bert-base-fp16', 'fp16'],
  ['bert-base-w8a8', 'int8'],
  ['bert-base-w4a32', 'int4 weights, fp32 arithmetic'],
] as const;

export default function PrecisionPage() {
  const formats = formatsOf(VALUE, LARGEST);
  const forms = FORMS.map(([id, name]) => ({ name, entry: workload(id) }));
  const [first] = forms;
  const errorOf = (name: string): string => {
    const format = formats.find((one) => one.name === name);
    return format === undefined ? '—' : errorText(format, VALUE);
  };
  return (
    <ChapterPage
      slug="precision"
      sources={[
        'ieee754',
        'kalamkar2019',
        'micikevicius2018',
        'jacob2018',
        'frantar2022',
        'horowitz2014',
      ]}
    >
      <Prose>
        <p>
          A <Word id="weight">weight</Word> is often stored in 32 bits. Most of them can go. A
          floating-point number has a sign, an exponent that says between which two powers of two it
          lies, and a fraction that says where between them <Cite id="ieee754" />. Formats differ in
          how they divide their bits between exponent and fraction. Integers have neither: many
          weights share one scale.
        </p>
      </Prose>
      <Figure
        id="bits"
        finding={`${VALUE} in five formats: fp16 is ${errorOf('fp16')}, int8 ${errorOf('int8')}, int4 ${errorOf('int4')}.`}
        draw={(width) => <BitLayout value={VALUE} formats={formats} width={width} />}
        note={`int8 and int4 use one scale for weights up to ±${LARGEST}; they are written in two’s complement.`}
      >
        <table className="table">
          <TableHead columns={['Format', 'Bits', { number: 'Value' }, { number: 'Error' }]} />
          <tbody>
            {formats.map((format) => (
              <tr key={format.name}>
                <th scope="row">{format.name}</th>
                <td>
                  <code>{format.fields.map(({ bits }) => bits).join(' ')}</code>
                </td>
                <td className="numeric">{significant(format.value, 8)}</td>
                <td className="numeric">{errorText(format, VALUE)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Figure>
      <Prose>
        <p>
          bf16 keeps the exponent of fp32 and gives up fraction: it has the same range in coarser
          steps <Cite id="kalamkar2019" />. fp16 does the reverse: finer steps in a narrower range.
          Beyond 65 504 a number becomes infinite, and somewhat below 10⁻⁷ it becomes zero. Small
          gradients would vanish, and so would small changes of weights, which is why training in
          fp16 scales the error up and keeps a copy of the weights in fp32{' '}
          <Cite id="micikevicius2018" />.
        </p>
        <h2 id="count">The count does not change</h2>
        <p>
          It is often said that reduced <Word id="precision">precision</Word> reduces FLOPs. It does
          not: the same products are formed, in another format. What shrinks is the number of bytes.
        </p>
      </Prose>
      <TableScroll className="mt-6">
        <table className="table">
          <TableHead
            columns={[
              'BERT base, 128 tokens',
              { number: 'MACs' },
              { number: 'Weight bytes' },
              { number: 'Share of fp32' },
            ]}
          />
          <tbody>
            {forms.map(({ name, entry }) => (
              <tr key={name}>
                <th scope="row">
                  <a className="link" href={`/models/${entry.id}`}>
                    {name}
                  </a>
                </th>
                <td className="numeric">{integer(entry.macs)}</td>
                <td className="numeric">{si(entry.weightBytes, 'B')}</td>
                <td className="numeric">
                  {significant(entry.weightBytes / (first?.entry.weightBytes ?? 1), 2)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <Prose>
        <h2 id="time">When fewer bits save time</h2>
        <ul>
          <li>
            Where <Word id="bandwidth">bandwidth</Word> is the limit: half the bytes, half the wait.
            A language model that writes word by word is the clearest case.
          </li>
          <li>
            Where the hardware has units for it. A register holds twice as many numbers in fp16 as
            in fp32, and four times as many in int8, and some processors multiply them all in one
            instruction <Cite id="jacob2018" />. Without such units, numbers are unpacked first,
            which takes time.
          </li>
          <li>
            Where the runtime has a kernel for it. A format that a <Word id="backend">backend</Word>{' '}
            has no kernel for takes a slow path, or does not run.
          </li>
        </ul>
        <p>
          Energy follows: a product of small integers takes a fraction of what a floating-point
          product takes, and fetching few bytes takes a fraction of what fetching many takes{' '}
          <Cite id="horowitz2014" />.
        </p>
      </Prose>
      <MeasureHere id="bits" />
      <Prose>
        <h2 id="quality">What it costs</h2>
        <p>
          Rounding changes answers. Eight bits usually cost little accuracy after calibration; four
          bits need more care, such as rounding each weight with regard to the others, not alone{' '}
          <Cite id="frantar2022" />. FLOPs say nothing about that, and neither does this site: its
          weights are seeded, not trained, so it measures time and checks that the outputs are right
          for these weights, not that a cat is called a cat.{' '}
          <a href="/insights#precision">How much time fewer bits saved, on all devices</a>
        </p>
      </Prose>
    </ChapterPage>
  );
}
