// Text taken for names: whatever a browser is said to be called, its words stand on the run's own
// page and on no other. The page of a run may show them, escaped; cells of a downloaded table may
// not begin like formulas.
import type { Environment, RunSubmission } from '@/lib/submission/schema';
import { fromAddress } from './client';
import { type Forger, WASM, WEBGPU } from './forger';
import type { Forgeries, Forgery } from './kinds';
import { harm, held, type Met } from './met';

type Adapter = Extract<Environment['webgpu'], { status: 'available' }>;
type Change = (environment: Environment, word: string) => Partial<Environment>;

const PAGES = [
  '/',
  '/devices',
  '/models',
  '/models/gemm-512-fp32',
  '/models/gemm-512-fp32?view=records',
  '/compare',
  '/insights',
  '/badges',
  '/feed.xml',
  '/sitemap.xml',
  '/api/v1/board?workload=gemm-512-fp32&limit=200',
] as const;

/** A word that is in no language, and in no other attack. */
const wordOf = (forger: Forger): string => `Zqx${forger.number.toString(36)}vwk`;

async function seenAnywhere(forger: Forger, words: readonly string[]): Promise<Met> {
  const search = `/api/v1/search?q=${encodeURIComponent(words[0] ?? '')}`;
  for (const path of [...PAGES, search, `/search?q=${encodeURIComponent(words[0] ?? '')}`]) {
    const { body } = await forger.text(path);
    // A search says itself what was searched for.
    const text = path.includes('search') ? body.slice(body.indexOf('"results"')) : body;
    if (path.startsWith('/search')) continue;
    const seen = words.find((word) => text.toLowerCase().includes(word.toLowerCase()));
    if (seen !== undefined) return harm(`${path} says '${seen}'`);
  }
  return held('on no page but its own');
}

/** A run of a machine that is called so, on both backends; `words` is what no page may say. */
const named =
  (
    change: Change,
    wordsOf: (word: string) => readonly string[] = (word) => [word],
    engines = [WASM, WEBGPU],
  ): Forgery =>
  async (forger) => {
    const word = wordOf(forger);
    const { environment } = forger.machine({ engines });
    const device = forger.machine({ engines, environment: change(environment, word) });
    const { submission } = await forger.attempt({ device, workloads: ['gemm-512-fp32'] });
    const { code } = await forger.submit(submission, fromAddress(forger.address(0)));
    if (code !== null) return held(`refused, ${code}`);
    return seenAnywhere(forger, wordsOf(word));
  };

const renderer =
  (text: (word: string) => string, vendor = 'Google Inc. (AMD)'): Change =>
  (_environment, word) => ({ webgl: { vendor, renderer: text(word) } });

const adapter =
  (change: (word: string) => Partial<Adapter>): Change =>
  ({ webgpu }, word) => ({
    webgpu: webgpu.status === 'available' ? { ...webgpu, ...change(word) } : webgpu,
  });

const hinted =
  (change: (word: string) => Partial<NonNullable<Environment['userAgentData']>>): Change =>
  ({ userAgentData }, word) => ({
    userAgentData: userAgentData && { ...userAgentData, ...change(word) },
  });

const angle = (gpu: string): string => `ANGLE (AMD, ${gpu} Direct3D11 vs_5_0 ps_5_0, D3D11)`;
const HUNDRED_WORDS = (word: string): string =>
  Array.from({ length: 60 }, (_, i) =>
    (i % 10 === 3 ? word : 'DO NOT BUY')[i % 2 === 0 ? 'toString' : 'toLowerCase'](),
  )
    .join(' ')
    .slice(0, 480);

export const NAMES: Forgeries = {
  'name: a slander after the model of a card': named(
    renderer((word) => angle(`AMD Radeon RX 7900 XTX IS A Scam ${word}.example`)),
  ),
  'name: a slander before it': named(
    renderer((word) => angle(`${word}.example says AMD Radeon RX 7900 XTX`)),
  ),
  'name: an O for a nought': named(
    renderer(
      () => 'ANGLE (NVIDIA, NVIDIA GeForce RTX 5O90 Direct3D11 vs_5_0 ps_5_0, D3D11)',
      'Google Inc. (NVIDIA)',
    ),
    () => ['5O90'],
  ),
  'name: a number that no card has': named(
    renderer(
      () => 'ANGLE (NVIDIA, NVIDIA GeForce RTX 7777 Ti Direct3D11 vs_5_0 ps_5_0, D3D11)',
      'Google Inc. (NVIDIA)',
    ),
    () => ['RTX 7777'],
  ),
  'name: as many words as fit': named(renderer(HUNDRED_WORDS), (word) => [
    word,
    'do not buy do not buy',
  ]),
  'name: Cyrillic letters': named(renderer((word) => angle(`AMD Rаdеоn RХ 7900 ХТХ ${word}`))),
  'name: letters of no width': named(
    renderer((word) => angle(`AMD Radeon\u200b RX 7900 XTX\u200d ${word}`)),
  ),
  'name: of a system on a chip': named(
    renderer((word) => `Adreno (TM) 740 ${word}, Snapdragon 8 Gen 9 ${word}`, 'Qualcomm'),
  ),
  'name: of a processor with graphics': named(
    renderer((word) => angle(`AMD Radeon(TM) Graphics, Ryzen 9 ${word} 9950X3D`)),
  ),
  'name: HTML in it': named(renderer((word) => angle(`<b>${word}</b>`))),
  'name: the adapter’s description': named(
    adapter((word) => ({ description: `NVIDIA GeForce RTX 5090 ${word}` })),
  ),
  'name: the adapter’s device': named(adapter((word) => ({ device: `0x2b85 ${word}` }))),
  'name: the adapter’s architecture': named(
    adapter((word) => ({ architecture: `blackwell-${word}` })),
  ),
  'name: the adapter’s vendor': named(adapter((word) => ({ vendor: word }))),
  'name: a feature of the adapter': named(adapter((word) => ({ features: ['shader-f16', word] }))),
  'name: a platform': named(hinted((word) => ({ platform: `Windows ${word}` }))),
  'name: a platform that is only a word': named(hinted((word) => ({ platform: word }))),
  'name: a brand of browser': named(
    hinted((word) => ({
      brands: [
        { brand: 'Chromium', version: '141' },
        { brand: `${word} Browser`, version: '141' },
      ],
    })),
  ),
  'name: a version of a browser': named(
    hinted((word) => ({ brands: [{ brand: 'Google Chrome', version: `141.${word}` }] })),
  ),
  'name: a processor’s architecture': named(hinted((word) => ({ architecture: word }))),
  'name: a model of a phone': named(
    hinted((word) => ({ model: word, mobile: true, platform: 'Android' })),
  ),
  'name: a user agent': named((_environment, word) => ({
    userAgentData: null,
    userAgent: `${word}/1.0 (${word} OS 3)`,
  })),
  'name: declared hardware': named((_environment, word) => ({
    declared: { gpu: `NVIDIA GeForce RTX 5090 ${word}`, cpu: `AMD Ryzen 9 9950X ${word}` },
  })),
  'name: declared hardware that is no hardware': named((_environment, word) => ({
    declared: { gpu: `${word}.example`, cpu: word },
  })),
  'name: the bundle of the runtime': named((_environment, word) => ({
    ortBundle: `wasm+webgpu ${word}`,
  })),
  'name: why there is no adapter': named(
    (_environment, word) => ({ webgpu: { status: 'unavailable', reason: `${word}.example` } }),
    (word) => [word],
    [WASM],
  ),
};

/** A cell of the open data that begins like this. */
const celled =
  (begin: string): Forgery =>
  async (forger) => {
    const word = wordOf(forger);
    const { submission } = await forger.attempt({
      workloads: ['gemm-512-fp32', 'conv-1x1-256-64-56-fp32'],
    });
    const measurements: RunSubmission['measurements'] = submission.measurements.map((one, i) =>
      i === 0
        ? one
        : {
            workload: one.workload,
            version: one.version,
            digest: one.digest,
            backend: one.backend,
            threadsWanted: one.threadsWanted,
            threadsGot: one.threadsGot,
            fellBack: false,
            bundle: one.bundle,
            validationMode: null,
            outcome: 'failed',
            cause: 'run',
            reason: `${begin}HYPERLINK("http://${word}.example")`,
          },
    );
    const { code } = await forger.submit(
      { ...submission, measurements },
      fromAddress(forger.address(0)),
    );
    if (code !== null) return held(`refused, ${code}`);
    const { body } = await forger.text(
      '/api/v1/export/measurements.csv?workload=conv-1x1-256-64-56-fp32&outcome=failed',
    );
    const line = body.split('\r\n').find((one) => one.includes(word));
    if (line === undefined) return harm('the row is not in the open data');
    const cell = line.slice(Math.max(0, line.indexOf(word) - 24), line.indexOf(word));
    return /,"?'.{1,2}HYPERLINK/.test(cell)
      ? held('an apostrophe stands in front')
      : harm(`the cell begins '${cell}'`);
  };

export const CELLS: Forgeries = {
  'cell: =': celled('='),
  'cell: @': celled('@'),
  'cell: +': celled('+'),
  'cell: -': celled('-'),
};
