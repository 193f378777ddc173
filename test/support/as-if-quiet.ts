// An expression for a page of /run before Run is pressed: whoever looks for other work on the
// machine finds none. Tests run beside each other, and a row that was disturbed is not ranked: what
// becomes of a sound run could not be tried out.
export const AS_IF_QUIET = `(() => {
  const post = Worker.prototype.postMessage;
  Worker.prototype.postMessage = function (message, ...rest) {
    if (message !== 'spin') return post.call(this, message, ...rest);
    this.onmessage(new MessageEvent('message', { data: { spunMs: 75, lostMs: 0 } }));
  };
})()`;
