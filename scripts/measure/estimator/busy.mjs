// Other work on the machine, to try out what it does to a measurement: keeps one core busy for a
// share of the time, in bursts of the given mean length, until its parent ends it. Usage: node
// scripts/measure/estimator/busy.mjs SHARE BURST_MS SEED
const [share, burstMs, seed] = process.argv.slice(2).map(Number);
const sleeping = new Int32Array(new SharedArrayBuffer(4));
let state = seed >>> 0;
/** Uniform in [0, 1): a linear congruential generator, Numerical Recipes' constants. */
const unit = () => {
  state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
  return state / 2 ** 32;
};
for (;;) {
  // Lengths from half to one and a half of the mean, so that nothing keeps time with what is
  // measured.
  const busyMs = burstMs * (0.5 + unit());
  const start = performance.now();
  while (performance.now() - start < busyMs);
  const restMs = burstMs * (1 / share - 1) * (0.5 + unit());
  if (restMs > 0) Atomics.wait(sleeping, 0, 0, restMs);
}
