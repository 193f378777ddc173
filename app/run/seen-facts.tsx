// What the page sees of the machine before anything runs: the same facts that a published run would
// carry.
import { quantity } from '@/lib/core/format';
import type { Seen } from './run-state';

export function SeenFacts({ seen: { page, capabilities } }: { seen: Seen }) {
  const { webgpu, webnn, cores, memoryGiB } = capabilities;
  const names =
    webgpu.status === 'available'
      ? [webgpu.vendor, webgpu.architecture, webgpu.device, webgpu.description]
      : [];
  const gpu = names.filter((name) => name !== '').join(' · ');
  return (
    <section aria-labelledby="seen">
      <h2 id="seen" className="mb-3 text-lg">
        What this page sees
      </h2>
      <dl className="facts">
        <dt>Processor</dt>
        <dd>
          {cores === null
            ? 'Cores not reported'
            : cores === 1
              ? '1 logical core'
              : `${cores} logical cores`}
        </dd>
        <dt>Threads</dt>
        <dd>{threadWords(page.crossOriginIsolated)}</dd>
        <dt>Memory</dt>
        <dd>
          {memoryGiB === null
            ? 'Not reported by this browser'
            : `About ${quantity(memoryGiB, 'GiB')}`}
        </dd>
        <dt>WebGPU</dt>
        <dd>
          {webgpu.status === 'unavailable'
            ? `No: ${webgpu.reason}`
            : gpu === ''
              ? 'Yes, adapter masked'
              : gpu}
        </dd>
        {webgpu.status === 'available' && (
          <>
            <dt>16-bit floats</dt>
            <dd>
              {webgpu.features.includes('shader-f16') ? 'Yes' : 'No: the adapter has no shader-f16'}
            </dd>
          </>
        )}
        <dt>WebNN</dt>
        <dd>{webnn ? 'Yes' : 'No: navigator.ml is missing'}</dd>
      </dl>
    </section>
  );
}

function threadWords(isolated: boolean): string {
  if (!isolated) return 'One: the page is not cross-origin isolated. Open it in a tab of its own.';
  return typeof SharedArrayBuffer === 'undefined'
    ? 'One: this browser has no shared memory here'
    : 'Yes, isolated page';
}
