// One thread that reads the clock for a moment when it is told to, and sleeps in between
// (lib/bench/contention).
import '@/lib/core/built-ins';
import { spin } from '@/lib/bench/contention';

self.onmessage = (): void =>
  self.postMessage(spin({ monotonicMs: () => performance.now(), wallMs: () => Date.now() }));
