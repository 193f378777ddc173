// What stands behind every page: method, data licence, and what a result does and does not say.
import Link from 'next/link';

export function SiteFooter() {
  return (
    <footer className="mt-auto border-grey-2 border-t text-grey-4 text-sm">
      <div className="page flex flex-wrap justify-between gap-x-10 gap-y-3 py-8">
        <p className="max-w-[60ch]">
          A result says: work done in this time by the submitter; hardware as reported by the browser. Results are free
          to use under{' '}
          <a className="link" href="https://creativecommons.org/publicdomain/zero/1.0/" rel="license">
            CC0-1.0
          </a>
          .
        </p>
        <nav aria-label="About" className="no-print flex flex-wrap gap-x-5 gap-y-2">
          <Link prefetch={false} className="link" href="/insights">
            Insights
          </Link>
          <Link prefetch={false} className="link" href="/compare">
            Compare
          </Link>
          <Link prefetch={false} className="link" href="/methodology">
            Method
          </Link>
          <Link prefetch={false} className="link" href="/learn/flops">
            FLOPs
          </Link>
          <Link prefetch={false} className="link" href="/badges">
            Badges
          </Link>
          <Link prefetch={false} className="link" href="/docs/api">
            API
          </Link>
          <Link prefetch={false} className="link" href="/data">
            Data
          </Link>
          <Link prefetch={false} className="link" href="/my-runs">
            My runs
          </Link>
          <Link prefetch={false} className="link" href="/privacy">
            Privacy
          </Link>
        </nav>
      </div>
    </footer>
  );
}
