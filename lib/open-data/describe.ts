// What lies beside the files of a snapshot: the dictionary of their columns, a datasheet (Gebru et
// al. 2021, "Datasheets for Datasets"), how to cite it, and a Croissant description
// (mlcommons.org/croissant/1.0). All texts, made from the columns.
import { COLUMNS, type Column } from './columns';

export interface SnapshotFacts {
  /** 2026-10. */
  readonly month: string;
  readonly rows: number;
  readonly runs: number;
  readonly submitters: number;
  /** Where the site is, without a slash at the end. */
  readonly origin: string;
  readonly createdAt: Date;
}

export interface SnapshotFile {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
}

export const LICENCE_URL = 'https://creativecommons.org/publicdomain/zero/1.0/';

const SCHEMA_TYPES: Readonly<Record<Column['type'], string>> = {
  text: 'sc:Text',
  integer: 'sc:Integer',
  number: 'sc:Float',
  boolean: 'sc:Boolean',
  time: 'sc:DateTime',
  list: 'sc:Text',
};

const TYPE_WORDS: Readonly<Record<Column['type'], string>> = {
  text: 'text',
  integer: 'integer',
  number: 'number',
  boolean: 'true or false',
  time: 'time, ISO 8601, UTC',
  list: 'JSON list of numbers',
};

/** The columns of the open data as a Markdown table. */
export function dataDictionary(): string {
  const rows = COLUMNS.map(
    ({ name, type, unit, description }) =>
      `| \`${name}\` | ${TYPE_WORDS[type]} | ${unit ?? ''} | ${description} |`,
  );
  return [
    '# Data dictionary',
    '',
    'One row is one measurement.',
    '',
    '| column | type | unit | meaning |',
    '|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

/** Who is in the data and who is not; shown on /data as well. */
export const SAMPLING_BIAS = [
  'Everyone here chose to come: the data is a convenience sample of people who heard of the site, not of all devices. Developer machines, new GPUs and Chromium browsers are over-represented; phones, old devices and managed machines are rare.',
  'Only what was published is here. People may run several times and publish the best; the board counts one vote per network, these rows count every run.',
  'Hardware is what the browser reports. Several models share one name (“Apple GPU”), and some browsers hide it.',
  'Devices that fail are under-represented where the failure takes the page with it; failures that could be recorded are rows with their outcome.',
] as const;

/**
 * The datasheet of a snapshot (Gebru et al. 2021): motivation, composition, collection, uses,
 * limits.
 */
export function datasheet({ month, rows, runs, submitters, origin }: SnapshotFacts): string {
  return `# Datasheet: Flopmark measurements, ${month}

**Motivation.** To show what neural networks get out of hardware in the browser, with work (FLOPs)
beside time.

**Composition.** ${rows} measurements of ${runs} runs by ${submitters} browsers, each a workload on
a backend, with raw samples.
Failed, skipped and wrong measurements are rows with their outcome. Columns: DATA_DICTIONARY.md.

**Collection.** Visitors of ${origin} measured their own devices with onnxruntime-web and published
the result under CC0-1.0
after they had seen the exact payload. The protocol is at ${origin}/methodology. FLOP counts come
from the site's own counter.

**Trust.** trust_level 1: single-use challenge, right outputs, consistent times. 2: an
exact-integer proof of work on that backend.
Neither proves which hardware did the work: hardware is as reported by the browser.

**Sampling bias.**
${SAMPLING_BIAS.map((line) => `- ${line}`).join('\n')}

**Privacy.** No address, no name. \`submitter\` is a pseudonym of a random key in a browser. Rows
enter a snapshot when they are 30
days old, so that a withdrawal before is complete; what was downloaded cannot be recalled.

**Distribution.** CC0-1.0, ${LICENCE_URL}. A snapshot never changes; SHA256SUMS names its files.
`;
}

/** How to cite a snapshot, as a CITATION.cff file (version 1.2.0). */
export function citation({ month, origin, createdAt }: SnapshotFacts): string {
  return `cff-version: 1.2.0
message: If you use this data, please cite it as below.
type: dataset
title: "Flopmark measurements, ${month}"
authors:
  - name: The Flopmark contributors
date-released: ${createdAt.toISOString().slice(0, 10)}
version: "${month}"
license: CC0-1.0
url: "${origin}/data"
`;
}

/**
 * Describes the open data as a schema.org/Dataset, as /data carries it and as the Croissant
 * description begins.
 */
export function datasetJsonLd(origin: string): Readonly<Record<string, unknown>> {
  return {
    '@context': 'https://schema.org/',
    '@type': 'Dataset',
    name: 'Flopmark measurements',
    description:
      'Times, achieved GFLOPS and static FLOP counts of neural networks and kernels run with onnxruntime-web (WASM, WebGPU, WebNN) in visitors’ browsers, with raw samples, device and quality record.',
    url: `${origin}/data`,
    license: LICENCE_URL,
    isAccessibleForFree: true,
    creator: { '@type': 'Organization', name: 'The Flopmark contributors', url: origin },
    keywords: ['benchmark', 'WebGPU', 'WebAssembly', 'ONNX', 'FLOPS', 'neural networks'],
    variableMeasured: COLUMNS.map(({ name, unit, description }) => ({
      '@type': 'PropertyValue',
      name,
      description,
      ...(unit !== undefined && { unitText: unit }),
    })),
    distribution: ['csv', 'ndjson'].map((format) => ({
      '@type': 'DataDownload',
      encodingFormat: format === 'csv' ? 'text/csv' : 'application/x-ndjson',
      contentUrl: `${origin}/api/v1/export/measurements.${format}`,
    })),
  };
}

/** The description of a snapshot for machines (MLCommons Croissant 1.0). */
export function croissant(
  facts: SnapshotFacts,
  files: readonly SnapshotFile[],
): Readonly<Record<string, unknown>> {
  const csv = files.find(({ name }) => name.endsWith('.csv'));
  return {
    '@context': {
      '@language': 'en',
      '@vocab': 'https://schema.org/',
      sc: 'https://schema.org/',
      cr: 'http://mlcommons.org/croissant/',
      dct: 'http://purl.org/dc/terms/',
      conformsTo: 'dct:conformsTo',
      recordSet: 'cr:recordSet',
      field: 'cr:field',
      source: 'cr:source',
      fileObject: 'cr:fileObject',
      extract: 'cr:extract',
      column: 'cr:column',
      dataType: { '@id': 'cr:dataType', '@type': '@vocab' },
    },
    '@type': 'sc:Dataset',
    conformsTo: 'http://mlcommons.org/croissant/1.0',
    name: `flopmark-${facts.month}`,
    description: `Flopmark measurements of ${facts.month}: ${facts.rows} rows.`,
    license: LICENCE_URL,
    url: `${facts.origin}/data`,
    version: `${facts.month.replace('-', '.')}.0`,
    datePublished: facts.createdAt.toISOString().slice(0, 10),
    distribution: files.map(({ name, sha256, bytes }) => ({
      '@type': 'cr:FileObject',
      '@id': name,
      name,
      contentUrl: name,
      contentSize: `${bytes} B`,
      encodingFormat: name.endsWith('.csv') ? 'text/csv' : 'application/vnd.apache.parquet',
      sha256,
    })),
    recordSet: [
      {
        '@type': 'cr:RecordSet',
        '@id': 'measurements',
        name: 'measurements',
        field: COLUMNS.map(({ name, type, description }) => ({
          '@type': 'cr:Field',
          '@id': `measurements/${name}`,
          name,
          description,
          dataType: SCHEMA_TYPES[type],
          source: { fileObject: { '@id': csv?.name ?? '' }, extract: { column: name } },
        })),
      },
    ],
  };
}
