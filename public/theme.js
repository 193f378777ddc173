// Runs before the first paint, so that a chosen theme never flashes. A file of its own, because `script-src 'self'` then
// covers it on every page, nonce or not. Without a choice the system decides (prefers-color-scheme, in globals.css).
try {
  const theme = localStorage.getItem('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
} catch {
  // Storage is blocked: the system's theme stands.
}
