// What changed in the public API and the data, newest first: shown on /docs/api and written to
// docs/api-changelog.md.

export interface ApiChange {
  /** Day of the release. */
  readonly date: string;
  readonly title: string;
  /** Whole sentences; names of fields stand in backticks. */
  readonly changes: readonly string[];
}

export const API_CHANGES: readonly ApiChange[] = [
  {
    date: '2026-11-30',
    title: 'Protocol flopmark/2: the number on the board is the number that was measured',
    changes: [
      'Boards, badges, cards, previews, records, exports and JSON show one time: the one that was measured (`medianMs`, `median_ms`). `countedMs` and the export’s column `counted_ms` are gone.',
      'What a proof showed is a second fact and decides the level alone: `provenGflops` is the rate that was proved, `provenShare` the highest share of a proven rate that honest runs of this class of work reach. A row is attested up to 1.1 × `provenShare` × `provenGflops`; null where no proof speaks of the claim.',
      'New runs are sent as `schema` 2 and `protocol` flopmark/2; flopmark/1 is refused. Stored runs of flopmark/1 stay readable with their protocol, and are on no board: the two never mix.',
      'Rows have `bundle`, `validationMode`, `frameGapLongestMs`, `frameGapP95Ms`, `pressure`, `dispatchSlopeUs`, `qualityGrade` and `provenShare`; runs have `runtime` and `relaxedSimd`. The exports have the same as columns, and `requested`: the device that WebNN was asked for.',
      'A measurement that took its worker or page down has the outcome `crashed`, with the cause `worker` or `page`. Before, it was `failed` with the cause `crash`.',
      'Of dispatch-1, -10 and -100 the board shows what one more node costs, in `p50Ms` and its neighbours: the slope over the three in one run, and not the time of a chain.',
      'Rows of quality `poor` are on no board and lead no page or badge.',
      'Dated badges (`?at=`) keep the value of their day, by the protocol of that day. A run’s badge without a date shows the measured time.',
      'The level on a run’s badge is that of the row that it shows, and no longer the best of the run.',
      '`trust=1` on the board holds attested rows where a proof can speak of the workload, and consistent ones elsewhere. Records are of attested runs alone.',
      'Devices are named from the makers’ tables alone: any other model is its vendor’s “model not listed”, at one slug for each vendor and kind. The string itself stands in the run’s `environment`.',
      'A measurement’s `options` have the names that are documented and no others; `sustainMs` is one of a list of lengths.',
      'A measurement’s `bundle` is one of `wasm`, `webgpu-jspi` and `webgpu-asyncify` or null, and `ortBundle` those that ran with + between them, or `none`.',
      'Writes are counted by their network before they are read, and by their key after; of runs above 512 KiB a network may send four a minute (429).',
      'One network is one vote, the median over its newest keys; `networks` counts votes and `people` keys. Rows of the board have `evidence` (attested, agreed or provisional), `provable`, `near` and `disputed`; `agreeing` counts networks in blocks of addresses of their own. The order `people` is `networks` now, and so is the column of /insights/gains.csv, which has only gains that networks agree on.',
      'A row or run that nothing stands behind has the one reason `unverified` and no `provenGflops`, whatever kept it from more.',
      'A parameter with a value that is not understood (`at=2026-13-45`, `after=zzz`, `backend=cuda`) is refused with 400 and the reason, on pages, badges, cards and the API; badges and cards draw it. Values are taken without regard to case, and `os=windows` is every Windows.',
      '`/api/v1/prices` has what each unit of work costs on the board’s devices, fitted to their measured kernels; `POST /api/v1/predict` ranks the devices for a graph that is sent in extents.',
      '`/api/v1/search` finds fused and parted words and words with a slip; `nearest` says that nothing answers every word and these answer most of them.',
      '`/api/v1/search` finds chapters and words of the glossary, too: results of the kind `page`.',
      'An environment may have `nanByte`, the top byte of a NaN that the processor made, and `touchPoints`. Browsers, systems, architectures and core counts that a browser freezes or hides are unknown, in a pool of their own.',
      '`/feed.xml` has new records and devices as Atom, `/oembed?url=` the card of a run or a model, `/sitemap.xml` every page.',
      'A row that was skipped because of the visitor, the network or the page (`cancelled`, `not-isolated`, `download-failed`, `no-worker`, `page-failed`) tells nothing of a device: it is taken and not stored, and a run of such rows alone is refused with 422.',
      'A run that is sent again with its challenge, because no answer came, is answered with the run that is stored. What fails on this side is a problem with the code `internal` (500) or, where the database is away, `unavailable` (503) with `Retry-After`; both name the id that the log has.',
      '`/api/health` says that the server runs, `/api/ready` that it can answer: its database is there and has the tables of this version.',
      'The `title` of a network at another batch than one names the batch.',
      'Texts in the CSV that begin with =, +, -, @ or a tab have an apostrophe in front; NDJSON has them as they are.',
    ],
  },
];

/** The changes of the API as the page of docs/ has them, the newest first. */
export const changelogMarkdown = (changes: readonly ApiChange[]): string =>
  [
    '# Changes of the API',
    '',
    ...changes.flatMap(({ date, title, changes: lines }) => [
      `## ${date}: ${title}`,
      '',
      ...lines.map((line) => `- ${line}`),
      '',
    ]),
  ].join('\n');
