// Runs a file a few times with ONNX Runtime's profiler on, and hands over what it prints. Used
// once; abort is terminate().
import { messageOf } from '@/lib/core/thrown';
import { profileModel } from '@/lib/ort/profile';
import type { FromProfiler, ToProfiler } from './profile-messages';

const say = (message: FromProfiler): void => postMessage(message);

self.onmessage = ({ data: { file, inputs, threads, runs } }: MessageEvent<ToProfiler>) => {
  const perform = async (): Promise<FromProfiler> => {
    const model = new Uint8Array(await file.arrayBuffer());
    const profile = await profileModel({
      model,
      inputs,
      threads,
      runs,
      onRun: (done) => say({ type: 'run', done }),
    });
    return profile.ok
      ? { type: 'profile', text: profile.value }
      : { type: 'failed', reason: profile.error.reason };
  };
  perform()
    .catch(
      (error: unknown): FromProfiler => ({
        type: 'failed',
        reason: messageOf(error),
      }),
    )
    .then(say);
};
