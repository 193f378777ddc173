// Votes of one person told as those of many: keys, addresses and days cost nothing, networks do.
import { newKey } from './client';
import { rankMet, tell, tellAll, times, unranked } from './crowd';
import { type AttemptOptions, each, type Forger, GRID_MS, scaled, WASM } from './forger';
import type { Forgeries, Forgery } from './kinds';

const PRODUCT: AttemptOptions = { workloads: ['gemm-512-fp32'] };

/** Work that was really done and proved, told so many times. */
const proved = (addresses: (forger: Forger) => readonly string[]): Forgery =>
  unranked(
    (forger) => addresses(forger).map((address) => ({ address })),
    () => PRODUCT,
  );

const inIpv6 = (forger: Forger, rest: (i: number) => string, count = 3): string[] =>
  times(count, (i) => `2001:${(0x1000 + forger.number).toString(16)}:${rest(i)}`);

export const VOTES: Forgeries = {
  'votes: three keys at one address': proved((forger) => times(3, () => forger.address(0))),
  'votes: ten keys at ten addresses of one /24': proved((forger) =>
    times(10, (i) => forger.address(0, 0, i + 1)),
  ),
  'votes: three networks of one IPv6 /48': proved((forger) =>
    inIpv6(forger, (i) => `1:${i + 1}::7`),
  ),
  'votes: one address, also as IPv4 in IPv6': proved((forger) =>
    ['', '::ffff:', '::FFFF:'].map((prefix) => `${prefix}${forger.address(0)}`),
  ),
  'votes: one address with ports': proved((forger) =>
    ['', ':80', ':65535'].map((port) => `${forger.address(0)}${port}`),
  ),
  'votes: one IPv6 address in four spellings': proved((forger) => {
    const [plain] = inIpv6(forger, () => '1::7');
    return [plain, `[${plain}]`, `[${plain}]:443`, plain.toUpperCase().replace('::', ':0:0:0:0:')];
  }),
  'votes: one IPv6 address with zones': proved((forger) =>
    ['', '%eth0', '%1'].map((zone) => `${inIpv6(forger, () => '1::7', 1)[0]}${zone}`),
  ),
  'votes: invented addresses to the left of the real one': proved((forger) =>
    times(3, (i) => `${i + 1}.${i + 1}.1.1, ${forger.address(0)}`),
  ),
  'votes: addresses that are none': proved((forger) =>
    times(3, (i) => `nowhere-${forger.number}-${i}`),
  ),
  'votes: addresses beyond 255': proved(() => times(3, (i) => `999.${i}.300.1`)),
  'votes: one key from three networks': async (forger) => {
    const submitterKey = newKey();
    const tellings = times(3, (i) => ({ address: forger.address(i), submitterKey }));
    return rankMet(forger, await tellAll(forger, tellings, PRODUCT));
  },
  'votes: one key from three networks over three days': async (forger) => {
    const submitterKey = newKey();
    const tellings = times(3, (days) => ({ address: forger.address(days), days, submitterKey }));
    return rankMet(forger, await tellAll(forger, tellings, PRODUCT));
  },
  'votes: ten keys at one address over ten days': unranked(
    (forger) => times(10, (days) => ({ address: forger.address(0), days })),
    () => PRODUCT,
  ),
  'votes: two networks, and a third that took its vote back': async (forger) => {
    const submitterKey = newKey();
    const first = await tellAll(
      forger,
      times(2, (i) => ({ address: forger.address(i) })),
      PRODUCT,
    );
    const third = await tell(forger, { address: forger.address(2), submitterKey }, PRODUCT);
    if (third.id === null || (await forger.withdraw(third.id, submitterKey)) !== 204)
      throw new Error('the third vote could not be taken back');
    return rankMet(forger, first);
  },
};

/** What no proof speaks of. */
const COPY: AttemptOptions = { workloads: ['copy-512x2048-fp32'], provenGflops: 0.03 };
const FAST = { ...WASM, gigabytesPerSecond: 4000, handoverMs: 0.0001 };
const fastCopy = (forger: Forger): AttemptOptions => ({
  ...COPY,
  device: forger.machine({ engines: [FAST] }),
});

type Where = (index: number, forger: Forger) => string;
const agreed = (count: number, where: Where, when: (index: number) => number): Forgery =>
  unranked(
    (forger) => times(count, (i) => ({ address: where(i, forger), days: when(i) })),
    fastCopy,
  );

const sixteen: Where = (i, forger) => forger.address(i);
const today = (): number => 0;
const daily = (i: number): number => i;

/** Each telling so many times as slow as the one before. */
const apart =
  (factor: number): Forgery =>
  async (forger) => {
    const answers = await Promise.all(
      times(3, (i) =>
        tell(
          forger,
          {
            address: forger.address(i),
            days: i,
            change: (run) =>
              each(run, (one) => scaled(one, factor ** i, { clocks: 'both', gridMs: GRID_MS })),
          },
          { ...fastCopy(forger), wait: true },
        ),
      ),
    );
    return rankMet(forger, answers);
  };

export const AGREEMENTS: Forgeries = {
  'agreement: three /16 within a day': agreed(3, sixteen, today),
  'agreement: ten /16 within a day': agreed(10, sixteen, today),
  'agreement: two /16 over two days, ten keys': agreed(
    10,
    (i, forger) => forger.address(i % 2),
    (i) => i % 2,
  ),
  'agreement: ten networks of two /16 over five days': agreed(
    10,
    (i, forger) => forger.address(i % 2, i),
    (i) => i % 5,
  ),
  'agreement: three networks of one /16 over three days': agreed(
    3,
    (i, forger) => forger.address(0, i),
    daily,
  ),
  'agreement: ten days of one network': agreed(10, (_, forger) => forger.address(0), daily),
  'agreement: three networks of one IPv6 /32 over three days': agreed(
    3,
    (i, forger) => inIpv6(forger, (at) => `${at + 1}::7`)[i] ?? '',
    daily,
  ),
  'agreement: one network, also as IPv4 in IPv6, over three days': agreed(
    3,
    (i, forger) => `${i === 0 ? '' : '::ffff:'}${forger.address(0)}`,
    daily,
  ),
  'agreement: one key that travels through three /16 in three days': async (forger) => {
    const submitterKey = newKey();
    const tellings = times(3, (days) => ({ address: forger.address(days), days, submitterKey }));
    return rankMet(forger, await tellAll(forger, tellings, fastCopy(forger)));
  },
  'agreement: three /16 over three days, each half again as slow': apart(1.5),
  'agreement: three /16 over three days, each a fifth slower': apart(1.22),
  'agreement: three /16 today, with the days told in the run alone': unranked(
    (forger) =>
      times(3, (i) => ({
        address: forger.address(i),
        change: (run) => ({
          ...run,
          startedAt: new Date(Date.now() - 86_400_000 * i).toISOString(),
        }),
      })),
    fastCopy,
  ),
  'agreement: two /16 and addresses to the left of theirs, over three days': agreed(
    3,
    (i, forger) => `${i + 1}.9.9.9, ${forger.address(i % 2)}`,
    daily,
  ),
  'agreement: a proof of arithmetic under each, within a day': unranked(
    (forger) => times(3, (i) => ({ address: forger.address(i) })),
    (forger) => ({ workloads: COPY.workloads ?? [], device: forger.machine({ engines: [FAST] }) }),
  ),
};
