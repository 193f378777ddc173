// For whoever copied the key of a run: in another browser, or in one that keeps nothing.
import { useState } from 'preact/hooks';
import { withdrawByKey } from './taking-back';

export function ByKey() {
  const [said, setSaid] = useState('');
  return (
    <details className="mt-8 text-sm" data-by-key="">
      <summary>Take back a run with its key</summary>
      <form
        className="mt-3 grid gap-3 sm:max-w-md"
        data-take-back=""
        onSubmit={(event) => {
          event.preventDefault();
          const given = new FormData(event.currentTarget);
          void withdrawByKey(String(given.get('run')), String(given.get('key')).trim()).then(
            setSaid,
          );
        }}
      >
        <label className="grid gap-1">
          Address or id of the run
          <input name="run" className="field" autoComplete="off" spellCheck="false" required />
        </label>
        <label className="grid gap-1">
          Withdrawal key
          <input name="key" className="field" autoComplete="off" spellCheck="false" required />
        </label>
        <span>
          <button type="submit" className="button-quiet">
            Withdraw it for good
          </button>
        </span>
      </form>
      <p role="status" className="mt-3 max-w-[60ch]">
        {said}
      </p>
    </details>
  );
}
