// Chapter 9: what attention costs, why reading is arithmetic and writing is memory, and what the
// cache of keys and values does.
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { Word } from '@/app/_components/word';
import { integer, si, significant } from '@/lib/core/format';
import { balanceTokens, CacheGrowth, cacheBytesPerToken } from '../_figures/cache-growth';
import { Figure } from '../_figures/figure';
import { MeasureHere } from '../_measure/measure-here';
import { ChapterPage, chapterMetadata, Prose } from '../_parts/chapter-page';
import { Cite } from '../_parts/cite';
import { intensityOf, workload } from '../_parts/facts';
import { decoderOf } from './decoders';

export const metadata = chapterMetadata('attention');

const TOKENS = [0, 512, 2048, 8192] as const;
/** What the prefill workloads read, from their names. */
const READ = 128;

export default function AttentionPage() {
  const prefill = workload('gpt2-prefill128-fp32');
  const decode = workload('gpt2-decode128-fp32');
  const gpt2 = decoderOf('gpt2-decode128-fp32');
  const smollm = decoderOf('smollm-135m-decode128-fp32');
  const rows = [
    { name: `Reading ${READ} tokens at once`, entry: prefill, tokens: READ },
    { name: 'Writing one token', entry: decode, tokens: 1 },
  ];
  return (
    <ChapterPage
      slug="attention"
      sources={['vaswani2017', 'shazeer2019', 'ainslie2023', 'pope2022']}
    >
      <Prose>
        <p>
          A language model sees a text as tokens, pieces of words. In every layer each token asks
          all tokens before it what they have to say: it compares its query with their keys and
          mixes their values <Cite id="vaswani2017" />. Comparing and mixing take 2 × tokens² ×
          width <Word id="mac">MACs</Word>, the products around them 12 × tokens × width² in an
          ordinary layer. For short texts the second part is nearly all of it; once the text has
          more tokens than six times the width, the first is larger.
        </p>
        <h2 id="two">Reading and writing</h2>
        <p>
          A prompt is read in one go: all its tokens pass through each layer together, so each{' '}
          <Word id="weight">weight</Word> that is fetched is used many times. That is a product of
          matrices, limited by arithmetic. An answer is written token by token, because each token
          depends on those before it. So every weight is fetched to be used once.
        </p>
      </Prose>
      <TableScroll className="mt-6">
        <table className="table">
          <TableHead
            columns={[
              gpt2.name,
              { number: 'FLOPs' },
              { number: 'FLOPs a token' },
              { number: 'Weight bytes' },
              { number: 'FLOPs per byte' },
            ]}
          />
          <tbody>
            {rows.map(({ name, entry, tokens }) => (
              <tr key={name}>
                <th scope="row">
                  <a className="link" href={`/models/${entry.id}`}>
                    {name}
                  </a>
                </th>
                <td className="numeric">{si(entry.flops, '')}</td>
                <td className="numeric">{si(entry.flops / tokens, '')}</td>
                <td className="numeric">{si(entry.weightBytes, 'B')}</td>
                <td className="numeric">{significant(intensityOf(entry), 2)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
      <Prose>
        <p>
          A token costs FLOPs of the same order either way. Reading takes fewer here, because only
          the last token is turned into a word. The <Word id="intensity">intensity</Word> of reading
          is {significant(intensityOf(prefill) / intensityOf(decode), 2)} times that of writing. So
          the speed of writing is close to <Word id="bandwidth">bandwidth</Word> ÷ bytes of weights,
          whatever the processor’s arithmetic could do <Cite id="pope2022" />. Halving the bytes of
          the weights helps more here than doubling the units.
        </p>
      </Prose>
      <MeasureHere id="batch" />
      <Prose>
        <h2 id="cache">The cache that saves arithmetic and costs memory</h2>
        <p>
          Keys and values of earlier tokens do not change, so they are kept. Without this cache the
          whole text would be read again for every new token. With it, the work for a token stays
          nearly the same, but the bytes to fetch grow with every token.
        </p>
      </Prose>
      <Figure
        id="cache"
        finding={`${gpt2.name} keeps ${si(cacheBytesPerToken(gpt2), 'B')} for each token; after ${integer(Math.round(balanceTokens(gpt2)))} tokens that would be as much as its weights.`}
        draw={(width) => <CacheGrowth decoder={gpt2} tokens={TOKENS} width={width} />}
        note={`Bytes that one more token has to fetch, in fp32. ${gpt2.name} was made for 1024 tokens; longer texts are shown for comparison.`}
      >
        <table className="table">
          <TableHead
            columns={[
              { number: 'Tokens before' },
              { number: 'Weights' },
              { number: 'Keys and values' },
            ]}
          />
          <tbody>
            {TOKENS.map((tokens) => (
              <tr key={tokens}>
                <td className="numeric">{tokens}</td>
                <td className="numeric">{si(gpt2.weightBytes, 'B')}</td>
                <td className="numeric">{si(tokens * cacheBytesPerToken(gpt2), 'B')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Figure>
      <Prose>
        <p>
          Newer models let several heads share their keys and values <Cite id="shazeer2019" />{' '}
          <Cite id="ainslie2023" />. {smollm.name} has {smollm.layers} layers to {gpt2.name}’s{' '}
          {gpt2.layers} and keeps {si(cacheBytesPerToken(smollm), 'B')} a token, where {gpt2.name}{' '}
          keeps {si(cacheBytesPerToken(gpt2), 'B')}. The FLOPs of comparing and mixing stay as they
          are; the bytes do not. It is the lesson of chapter 6 again: where memory is the limit,
          saving bytes saves time, and the count does not show it.
        </p>
        <h2 id="batch">Why servers batch</h2>
        <p>
          Two people who ask at the same time can share one pass over the weights. A{' '}
          <Word id="batch">batch</Word> of 32 answers takes 32 times the FLOPs of one but far less
          than 32 times the time, until arithmetic becomes the limit. A browser has one reader. So a
          model that is cheap in a data centre may be slow on a laptop, although it does the same
          FLOPs for each token.
        </p>
      </Prose>
    </ChapterPage>
  );
}
