// Publishing is the visitor's choice: the exact payload is shown first, one sentence says what
// publishing grants, and what comes back is a link and a badge.
import { useState } from 'react';
import { CopyButton } from '@/app/_components/copy-button';
import { Section } from '@/app/_components/section';
import type { Declared } from '@/lib/device/declared';
import { measurementOf } from '@/lib/runner/submit';
import { LICENCE, type RunSubmission } from '@/lib/submission/schema';
import { ShareBadge } from '../_components/share-badge';
import { DeclareHardware } from './declare-hardware';
import { withDeclared } from './perform-run';
import type { RunState } from './run-state';

type AfterRun = Extract<RunState, { run: unknown }>;

interface PublishPanelProps {
  readonly state: AfterRun;
  readonly onPublish: (payload: RunSubmission) => void;
}

export function PublishPanel({ state, onPublish }: PublishPanelProps) {
  const [declared, setDeclared] = useState<Declared>({ gpu: null, cpu: null });
  if (state.stage === 'published') {
    const { id, url, keyToCopy } = state.published;
    return (
      <Section id="publish" title="Published">
        <p className="mb-6">
          Your run is on the board:{' '}
          <a className="link wrap-anywhere" href={url} data-testid="permalink">
            {`${location.origin}${url}`}
          </a>
          .{' '}
          {keyToCopy === null && (
            <>
              <a className="link" href="/my-runs">
                My runs
              </a>{' '}
              keeps it, with a way to take it back.
            </>
          )}
        </p>
        {keyToCopy !== null && <KeyToCopy submitterKey={keyToCopy} />}
        <ShareBadge origin={location.origin} runId={id} alt="Measured with Flopmark" />
      </Section>
    );
  }
  const { payload, environment, results } = state.run;
  if (!payload.ok) {
    return (
      <Section id="publish" title="Publish">
        <p className="max-w-[60ch]">
          This run cannot be published. {payload.error} The results above are valid here; run again
          to publish.
        </p>
        <Json
          title="What was measured"
          value={{ environment, measurements: results.map(measurementOf) }}
        />
      </Section>
    );
  }
  const sent = withDeclared(payload.value, declared);
  return (
    <Section id="publish" title="Publish">
      <DeclareHardware environment={environment} declared={declared} onChange={setDeclared} />
      <Json title="Exactly this would be sent" value={sent} />
      {state.stage === 'refused' && (
        <p role="alert" className="mb-4 max-w-[60ch]">
          The server refused it: {state.why}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-x-5 gap-y-3">
        <button
          type="button"
          data-testid="publish"
          className="button"
          disabled={state.stage === 'publishing'}
          onClick={() => onPublish(sent)}
        >
          {state.stage === 'publishing' ? 'Publishing…' : 'Publish'}
        </button>
        <p className="max-w-[52ch] text-grey-4 text-sm">
          By publishing you place this data in the public domain under{' '}
          <a
            className="link"
            href="https://creativecommons.org/publicdomain/zero/1.0/"
            rel="license"
          >
            {LICENCE}
          </a>
          , free for everyone to use.
        </p>
      </div>
    </Section>
  );
}

/** For a browser that keeps nothing: whoever has the key can take the run back. */
function KeyToCopy({ submitterKey }: { readonly submitterKey: string }) {
  return (
    <div className="mb-6 max-w-[60ch]">
      <p className="mb-3">
        This browser keeps nothing for this site, so it forgets the key that takes the run back.
        Copy it now if you may want to take the run back:{' '}
        <a className="link" href="/my-runs">
          My runs
        </a>{' '}
        asks for it together with the address of the run.
      </p>
      <p className="flex flex-wrap items-center gap-3">
        <code className="font-mono text-xs [overflow-wrap:anywhere]" data-testid="withdrawal-key">
          {submitterKey}
        </code>
        <CopyButton text={submitterKey} what="withdrawal key" />
      </p>
    </div>
  );
}

function Json({ title, value }: { readonly title: string; readonly value: unknown }) {
  return (
    <details className="my-6">
      <summary className="font-medium text-sm">{title}</summary>
      <pre
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it
        tabIndex={0}
        data-testid="payload"
        className="mt-2 max-h-96 overflow-auto rounded-md bg-grey-1 px-3 py-2 font-mono text-xs leading-5"
      >
        {JSON.stringify(value, null, 1)}
      </pre>
    </details>
  );
}
