// Says so where the scripts of a page do not start: blocked, lost on the way, or not understood by
// an old browser. It stands in the page itself and is written for the oldest of them. Elements:
// app/_components/starting.tsx.

/** Long enough for the scripts to come over a slow network. */
const PATIENCE_MS = 20_000;

export const START_WATCH_SCRIPT = `setTimeout(function(){var s=document.querySelector('[data-starting]'),l=document.querySelector('[data-late]');if(s&&l){l.hidden=false}},${PATIENCE_MS})`;

/** A test computes it anew. */
export const START_WATCH_HASH = 'sha256-9c7YGYV4ozO27iq1YEu68UyUg0b7ulq/uAG7Tg4HuOs=';
