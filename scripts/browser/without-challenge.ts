// An expression for a page of /run before Run is pressed: the server is not asked for a challenge,
// so that the run is measured as ever and has no proof of work at its end, which takes seconds and
// here shows nothing.
export const WITHOUT_CHALLENGE = `(() => {
  const ask = window.fetch;
  window.fetch = (url, ...rest) =>
    String(url).includes('/challenges') ? Promise.reject(new TypeError('no challenge is wanted')) : ask(url, ...rest);
})()`;
