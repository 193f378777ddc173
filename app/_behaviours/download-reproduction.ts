// "Download a reproduction" beside a row that came out wrong or failed: its model is built here, in
// a worker, and saved as a ZIP file that can be attached to a bug report.
import type { ReproductionCase } from '@/lib/reproduction/case';
import { within } from '@/lib/runner/stages';
import type { FromPacker } from '@/workers/reproduce-messages';

function packed(of: ReproductionCase): Promise<Uint8Array<ArrayBuffer>> {
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('../../workers/reproduce.worker.ts', import.meta.url), {
      type: 'module',
    });
    const end = (): void => worker.terminate();
    worker.onerror = ({ message }) => {
      end();
      reject(new Error(message || 'the script that packs was not loaded'));
    };
    worker.onmessage = ({ data }: MessageEvent<FromPacker>) => {
      end();
      if (data.type === 'packed') resolve(data.bytes);
      else reject(new Error(data.reason));
    };
    worker.postMessage(of);
  });
}

function save(bytes: Uint8Array<ArrayBuffer>, name: string): void {
  const address = URL.createObjectURL(new Blob([bytes], { type: 'application/zip' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // Downloads take a copy when they begin, some time after the click.
  setTimeout(() => URL.revokeObjectURL(address), 60_000);
}

/** The case that a button stands beside; null where the page does not tell all of it. */
function caseOf(button: HTMLElement): ReproductionCase | null {
  const { reproduce: workload, backend, outcome, reason, seed } = button.dataset;
  const environment = button.closest<HTMLElement>('[data-environment]')?.dataset.environment;
  if (
    workload === undefined ||
    backend === undefined ||
    outcome === undefined ||
    environment === undefined
  )
    return null;
  return {
    workload,
    backend,
    outcome,
    reason: reason ?? '',
    seed: seed === undefined ? null : Number(seed),
    environment,
    address: location.pathname.startsWith('/runs/')
      ? `${location.origin}${location.pathname}`
      : null,
  };
}

/** Builds what the button stands beside, and saves it; says beside it how that goes. */
export async function downloadReproduction(button: HTMLButtonElement): Promise<void> {
  const of = caseOf(button);
  const label = button.querySelector<HTMLElement>('[aria-live]');
  if (of === null || label === null) return;
  const before = label.textContent;
  button.disabled = true;
  label.textContent = 'Building it…';
  const made = await within('packing', () => packed(of));
  if (made.ok) save(made.value, `${of.workload}-on-${of.backend}.zip`);
  label.textContent = made.ok ? before : `It could not be made: ${made.error.why}`;
  button.disabled = false;
}
