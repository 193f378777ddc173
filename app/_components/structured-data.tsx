// What a page says to machines, in the words of schema.org.

interface StructuredDataProps {
  /** One object of schema.org, with its @type and without @context. */
  readonly of: Readonly<Record<string, unknown>>;
}

export function StructuredData({ of }: StructuredDataProps) {
  const json = JSON.stringify({ '@context': 'https://schema.org', ...of }).replaceAll(
    '<',
    '\\u003c',
  );
  return (
    <script
      type="application/ld+json"
      // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON in which no tag can begin
      dangerouslySetInnerHTML={{ __html: json }}
    />
  );
}
