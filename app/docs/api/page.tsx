// The public API, drawn from the table that also makes its OpenAPI document; and every reason for a
// refusal, where the `type` of a problem answer leads.

import type { Metadata } from 'next';
import { PageHeading } from '@/app/_components/page-heading';
import { Section } from '@/app/_components/section';
import { TableHead } from '@/app/_components/table-head';
import { TableScroll } from '@/app/_components/table-scroll';
import { OPERATIONS } from '@/lib/edge/api';
import { API_CHANGES } from '@/lib/edge/api-changes';
import { CACHE_POLICIES } from '@/lib/edge/cache-policy';
import type { ApiOperation } from '@/lib/edge/openapi';
import { REJECTIONS } from '@/lib/submission/rejection';

export const metadata: Metadata = {
  title: 'API',
  description: 'Read the board and every run as JSON, embed badges, publish runs. OpenAPI 3.1.',
};

function Operation({ operation }: { operation: ApiOperation }) {
  const { method, path, summary, description, parameters = [], responses } = operation;
  return (
    <article id={operation.id} className="border-grey-2 border-t py-5">
      <h3 className="flex flex-wrap items-baseline gap-x-3 font-mono text-sm">
        <span className="text-grey-4">{method.toUpperCase()}</span>
        <span className="break-all">{path}</span>
      </h3>
      <p className="mt-2 max-w-[68ch]">
        {summary}. {description}
      </p>
      <dl className="facts mt-3">
        {parameters.flatMap(({ name, description: words }) => [
          <dt key={`${name} name`} className="font-mono">
            {name}
          </dt>,
          <dd key={name}>{words}</dd>,
        ])}
        {Object.entries(responses).flatMap(([status, response]) => [
          <dt key={`${status} name`} className="font-mono">
            {status}
          </dt>,
          <dd key={status}>{response.description}</dd>,
        ])}
      </dl>
    </article>
  );
}

/** A sentence in which names stand in backticks. */
function WithCode({ text }: { text: string }) {
  return text.split('`').map((part, i) => (i % 2 === 1 ? <code key={part}>{part}</code> : part));
}

export default function ApiPage() {
  return (
    <>
      <PageHeading title="API">
        Read the board and every run as JSON, embed badges, publish runs. Reading is open to every
        origin. The same in{' '}
        <a className="link" href="/api/v1/openapi.json">
          OpenAPI 3.1
        </a>
        . What changed stands{' '}
        <a className="link" href="#changes">
          at the end
        </a>
        .
      </PageHeading>
      <Section id="reading" title="Reading">
        <div className="max-w-[68ch] space-y-3">
          <p>
            Pages follow a cursor: send the <code>next</code> of a page as <code>after</code> to get
            the one that follows, or follow the <code>Link</code> header, until there is none.
          </p>
          <p>
            Every answer has an <code>ETag</code>. Sent back as <code>If-None-Match</code>, it is
            answered with 304 and no body as long as it holds; for the exports, that is until a run
            is published or taken back.
          </p>
          <p>
            <code>RateLimit-Policy</code> and <code>RateLimit</code> say how many requests your
            network may make in an hour and how many are left
            (draft-ietf-httpapi-ratelimit-headers). Beyond that, the answer is 429, and{' '}
            <code>Retry-After</code> says in how many seconds counting starts again. Caches may
            answer for {CACHE_POLICIES.page.shared} seconds; that is not counted.
          </p>
        </div>
      </Section>
      <Section id="operations" title="Operations">
        {OPERATIONS.map((operation) => (
          <Operation key={operation.id} operation={operation} />
        ))}
      </Section>
      <Section id="refusals" title="Refusals" aside="application/problem+json; nothing was stored">
        <TableScroll>
          <table className="table">
            <TableHead columns={['Code', 'Meaning, and what to do']} />
            <tbody>
              {Object.entries(REJECTIONS).map(([code, { status, title, remedy }]) => (
                <tr key={code} id={code} className="scroll-mt-4">
                  <th scope="row">
                    <code className="break-words font-mono text-xs">{code}</code>
                    <span className="block text-grey-4 text-xs">{status}</span>
                  </th>
                  <td>
                    {title}. <span className="text-grey-4">{remedy}</span>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      </Section>
      <Section id="changes" title="Changes" aside="the same in docs/api-changelog.md of the source">
        {API_CHANGES.map(({ date, title, changes }) => (
          <article key={date} className="max-w-[68ch] border-grey-2 border-t py-5">
            <h3>
              <time dateTime={date} className="number text-grey-4">
                {date}
              </time>{' '}
              {title}
            </h3>
            <ul className="mt-2 list-disc space-y-2 pl-5 text-sm">
              {changes.map((change) => (
                <li key={change}>
                  <WithCode text={change} />
                </li>
              ))}
            </ul>
          </article>
        ))}
      </Section>
    </>
  );
}
