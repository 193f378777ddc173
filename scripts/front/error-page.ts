// What a visitor sees of a page that could not be drawn: complete without a script, because the
// page's own may be what failed, and with the id that the log has. A database that is away says
// when to come back.

export interface ErrorPage {
  readonly status: 500 | 503;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

const RETRY_SECONDS = 5;

const STYLE =
  ':root{color-scheme:light dark}body{font:1rem/1.6 system-ui,sans-serif;margin:0 auto;max-width:38rem;padding:15vh 1.5rem}' +
  'h1{font-size:1.5rem;line-height:1.2}code{font-family:ui-monospace,monospace}';

const page = (title: string, sentence: string, id: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
  `<meta name="robots" content="noindex"><title>${title} · Flopmark</title><style>${STYLE}</style></head><body>` +
  `<h1>${title}</h1><p>${sentence}</p><p>In the log of this site it is <code>${id}</code>.</p>` +
  `<p><a href="">Try again</a></p></body></html>\n`;

/** `id`: of the form of lib/watch/request-id, so that it needs no escaping. */
export function errorPage(id: string, databaseDown: boolean): ErrorPage {
  const headers = { 'Content-Type': 'text/html; charset=utf-8', 'Cache-Control': 'no-store' };
  if (!databaseDown) {
    return {
      status: 500,
      headers,
      body: page(
        'This page could not be drawn',
        'The fault is on our side; no result is lost.',
        id,
      ),
    };
  }
  return {
    status: 503,
    headers: { ...headers, 'Retry-After': String(RETRY_SECONDS) },
    body: page(
      'The database does not answer',
      'It is being waited for, and nothing that was published is lost. Come back in a few seconds.',
      id,
    ),
  };
}
