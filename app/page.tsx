import { EmptyState } from './_components/empty-state';
import { PageHeading } from './_components/page-heading';

export default function HomePage() {
  return (
    <>
      <PageHeading title="What do neural networks really get out of your hardware?">
        Flopmark builds kernels and whole models in your browser, runs them on WASM, WebGPU and WebNN, checks the
        outputs, and tells you the time and the share of FLOPs you really get.
      </PageHeading>
      <EmptyState
        title="No results yet"
        action={
          <a className="button" href="/run">
            Run on this device
          </a>
        }
      >
        Yours would be the first.
      </EmptyState>
    </>
  );
}
