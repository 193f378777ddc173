/**
 * For a page before Run is pressed: no prover starts to work, and the run is published without a
 * proof, which takes seconds and shows nothing where it is not what is tested.
 */
export const WITHOUT_PROOF = `(() => {
  const tell = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message?.type !== 'prepare') return tell.call(this, message, ...rest);
    const data = { type: 'failed', reason: 'no proof is wanted' };
    queueMicrotask(() => this.onmessage({ data }));
  };
})()`;
