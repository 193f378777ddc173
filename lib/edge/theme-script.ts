// Sets a chosen theme before the first paint, so that it never flashes; without a choice the system
// decides (prefers-color-scheme, in app/globals.css). It stands in the page itself, because the
// first paint would wait for a file; by its hash it may run where a policy asks for nonces.

export const THEME_SCRIPT =
  "try{const t=localStorage.getItem('theme');if(t==='light'||t==='dark')document.documentElement.dataset.theme=t}catch{}";

/** A test computes it anew. */
export const THEME_SCRIPT_HASH = 'sha256-/5MU3+Sn2wW+1ppkEzASs4rkzWlgs3j0KJwiU66Uum0=';
