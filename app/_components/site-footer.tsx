// What stands behind every page: method, data licence, and what a result does and does not say. As
// high from its first piece on as it will be: on a short page it hangs from the bottom of the
// window, and would climb while it arrives.

export function SiteFooter() {
  return (
    <footer className="mt-auto box-content min-h-46 border-grey-2 border-t text-grey-4 text-sm sm:min-h-34">
      <div className="page flex flex-col gap-3 py-8">
        <p className="max-w-[60ch]">
          A result says: work done in this time by the submitter; hardware as reported by the
          browser. Results are free to use under{' '}
          <a
            className="link"
            href="https://creativecommons.org/publicdomain/zero/1.0/"
            rel="license"
          >
            CC0-1.0
          </a>
          .
        </p>
        <nav aria-label="About" className="no-print flex flex-wrap gap-x-5 gap-y-2">
          <a className="link" href="/insights">
            Insights
          </a>
          <a className="link" href="/compare">
            Compare
          </a>
          <a className="link" href="/methodology">
            Method
          </a>
          <a className="link" href="/learn">
            FLOPs
          </a>
          <a className="link" href="/badges">
            Badges
          </a>
          <a className="link" href="/docs/api">
            API
          </a>
          <a className="link" href="/data">
            Data
          </a>
          <a className="link" href="/my-runs">
            My runs
          </a>
          <a className="link" href="/privacy">
            Privacy
          </a>
        </nav>
      </div>
    </footer>
  );
}
