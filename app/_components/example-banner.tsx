// On every page of an instance whose runs are generated, on the screen and on paper.
import { EXAMPLE_NOTE } from '@/lib/badge/badge';

export function ExampleBanner() {
  return (
    <aside aria-label="About this instance" className="example-banner" data-testid="example-banner">
      <p className="page">
        <strong>{EXAMPLE_NOTE}.</strong> No device here was measured, and nothing can be published.
      </p>
    </aside>
  );
}
