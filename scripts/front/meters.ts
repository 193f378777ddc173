// What the web server counts of itself and of the database behind it, for /api/metrics. Labels
// have few values: routes as the build knows them, and neither addresses nor anything that a
// visitor wrote.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { SubmissionFacts } from '@/lib/watch/facts';
import type { DatabaseReport } from '../database/watched';

export interface Seen {
  readonly route: string;
  readonly method: string;
  readonly status: number;
  readonly seconds: number;
}

export interface Meters {
  /** A request came. */
  begun(): void;
  /** Its answer has gone out, or its sender has gone away. */
  ended(seen: Seen): void;
  /** Whether an answer was kept here, waited for, or made. */
  answered(how: 'kept' | 'waited' | 'made' | 'refused'): void;
  stored(facts: SubmissionFacts): void;
  database(report: DatabaseReport): void;
  read(): Promise<string>;
}

const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'DELETE', 'OPTIONS']);
const SECONDS = [0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.4, 1, 2, 5, 10, 30];

export function createMeters(): Meters {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'flopmark_http_request_duration_seconds',
    help: 'From the request’s headers to the end of its answer.',
    labelNames: ['route', 'method', 'status'] as const,
    buckets: SECONDS,
    registers,
  });
  const underWay = new Gauge({
    name: 'flopmark_http_requests_under_way',
    help: 'Being answered.',
    registers,
  });
  const limited = new Counter({
    name: 'flopmark_rate_limited_total',
    help: 'Requests that were refused because their network or key had sent too many.',
    labelNames: ['route'] as const,
    registers,
  });
  const answers = new Counter({
    name: 'flopmark_answers_total',
    help: 'Cacheable answers: kept in this process, waited for, made anew, or refused.',
    labelNames: ['how'] as const,
    registers,
  });
  const runs = new Counter({
    name: 'flopmark_runs_stored_total',
    help: 'Runs that were published.',
    registers,
  });
  const rows = new Counter({
    name: 'flopmark_measurements_stored_total',
    help: 'Rows of published runs.',
    labelNames: ['backend', 'outcome'] as const,
    registers,
  });
  const quarantines = new Counter({
    name: 'flopmark_quarantines_total',
    help: 'Reasons for which published runs or rows wait for a moderator.',
    labelNames: ['reason'] as const,
    registers,
  });
  const statements = new Histogram({
    name: 'flopmark_database_duration_seconds',
    help: 'Of what is sent to the database, with the time it waits for its turn.',
    buckets: SECONDS,
    registers,
  });
  const failures = new Counter({
    name: 'flopmark_database_failures_total',
    help: 'What the database could not be asked: it was away, late or at its limit.',
    registers,
  });
  const down = new Gauge({
    name: 'flopmark_database_down',
    help: '1 while the last thing that the database was asked failed.',
    registers,
  });
  const resident = new Gauge({
    name: 'flopmark_database_process_resident_memory_bytes',
    help: 'Of the process that holds the embedded database or the connections to a server.',
    registers,
  });
  return {
    begun: () => underWay.inc(),
    ended({ route, method, status, seconds }) {
      underWay.dec();
      requests.observe({ route, method: METHODS.has(method) ? method : 'other', status }, seconds);
      if (status === 429) limited.inc({ route });
    },
    answered: (how) => answers.inc({ how }),
    stored(facts) {
      runs.inc();
      for (const [key, count] of Object.entries(facts.rows)) {
        const [backend = '', outcome = ''] = key.split('/');
        rows.inc({ backend, outcome }, count);
      }
      for (const reason of facts.quarantined) quarantines.inc({ reason });
    },
    database(report) {
      for (const ms of report.tookMs) statements.observe(ms / 1000);
      failures.inc(report.failures);
      down.set(report.down ? 1 : 0);
      resident.set(report.residentBytes);
    },
    read: () => registry.metrics(),
  };
}
