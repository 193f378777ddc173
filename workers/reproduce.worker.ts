// Builds a workload and packs it for a bug report, off the page's thread; used once.
import { messageOf } from '@/lib/core/thrown';
import '@/lib/core/built-ins';
import { packReproduction } from '@/lib/reproduction/pack';
import type { FromPacker, ToPacker } from './reproduce-messages';

const say = (message: FromPacker): void => self.postMessage(message);

async function answer(of: ToPacker): Promise<FromPacker> {
  const packed = await packReproduction(of);
  return packed.ok
    ? { type: 'packed', bytes: new Uint8Array(packed.value) }
    : { type: 'failed', reason: packed.error };
}

self.onmessage = ({ data }: MessageEvent<ToPacker>): void => {
  void answer(data).then(say, (error: unknown) =>
    say({ type: 'failed', reason: messageOf(error) }),
  );
};
