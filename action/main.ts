// The GitHub Action (action.yml): counts the changed models of a pull request, writes comment,
// summary, counts and badges, and fails where a budget is exceeded, where it is not known whether
// it is, or where a file cannot be read.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, posix } from 'node:path';
import { renderBadge } from '@/lib/badge/badge';
import { modelBadge } from '@/lib/badge/model-badge';
import { badgeFactsOf, recordOf } from '@/lib/flops/record';
import { type ChangedModel, countChange, worst } from './changed-model';
import { commentText, logText, markerOf } from './comment';
import { type ChangedFile, GitError, Repository } from './git';
import { InputError, type Inputs, readInputs } from './inputs';
import { type PullRequest, writeComment } from './pull-request';

/** What of the event is read; every part may be missing. */
interface Event {
  readonly pull_request?: { readonly number?: number; readonly base?: { readonly sha?: string } };
  readonly before?: string;
}

const { env } = process;

/** A value in a workflow command: it may hold what ends one. */
const escaped = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const property = (text: string): string =>
  escaped(text).replaceAll(':', '%3A').replaceAll(',', '%2C');

function tell(level: 'error' | 'warning', text: string, file?: string): void {
  console.log(`::${level}${file === undefined ? '' : ` file=${property(file)}`}::${escaped(text)}`);
}

function readEvent(): Event {
  const path = env.GITHUB_EVENT_PATH;
  return path === undefined ? {} : (JSON.parse(readFileSync(path, 'utf8')) as Event);
}

/** What the event compares with; null for a first push, to which nothing came before. */
function baseOf({ base }: Inputs, { pull_request: pull, before }: Event): string | null {
  const named = base || pull?.base?.sha || before;
  return named === undefined || /^0+$/.test(named) ? null : named;
}

interface Change {
  readonly before: string | null;
  readonly after: string;
  readonly files: readonly ChangedFile[];
}

function changeOf(repository: Repository, inputs: Inputs, event: Event): Change {
  const after = repository.commit('HEAD');
  const base = baseOf(inputs, event);
  const before = base === null ? null : repository.mergeBase(repository.commit(base), after);
  if (before === null && !inputs.all) {
    throw new InputError(
      'there is nothing to compare with: run on pull_request or push, or give base, or all: true',
    );
  }
  const changed = before === null ? [] : repository.changed(before, after, inputs.files);
  if (!inputs.all) return { before, after, files: changed };
  const known = new Set(changed.map((file) => file.after));
  const rest = repository.files(after, inputs.files).filter((file) => !known.has(file.after));
  return { before, after, files: [...changed, ...rest] };
}

function writeBadges(pattern: string, models: readonly ChangedModel[]): void {
  const written = new Set<string>();
  for (const { file, after } of models) {
    if (after.kind !== 'counted') continue;
    const title = posix.basename(file.after ?? '').replace(/\.onnx$/i, '');
    const path = pattern.replaceAll('{name}', title);
    if (written.has(path)) {
      throw new InputError(
        `badge: several files would be written to ${path}; {name} stands for the model's name`,
      );
    }
    written.add(path);
    const badge = modelBadge(badgeFactsOf(title, after.report));
    const endpoint = {
      schemaVersion: 1,
      label: badge.label,
      message: badge.parts.join(' · '),
      isError: false,
    };
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(
      path,
      path.endsWith('.svg') ? renderBadge(badge) : `${JSON.stringify(endpoint)}\n`,
    );
  }
}

function append(variable: string, text: string): void {
  const path = env[variable];
  if (path !== undefined && path !== '') appendFileSync(path, text);
}

function writeFiles(comment: string, models: readonly ChangedModel[], verdict: string): void {
  const folder = mkdtempSync(join(env.RUNNER_TEMP ?? tmpdir(), 'flopmark-'));
  const [commentPath, reportPath] = [join(folder, 'comment.md'), join(folder, 'report.ndjson')];
  const records = models.flatMap(({ after }) =>
    after.kind === 'counted' ? [JSON.stringify(recordOf(after.facts, after.report, false))] : [],
  );
  writeFileSync(commentPath, comment);
  writeFileSync(reportPath, records.map((record) => `${record}\n`).join(''));
  append('GITHUB_OUTPUT', `verdict=${verdict}\ncomment=${commentPath}\nreport=${reportPath}\n`);
  append('GITHUB_STEP_SUMMARY', comment);
}

function pullRequestOf({ pull_request: pull }: Event, { token }: Inputs): PullRequest | null {
  const { GITHUB_API_URL: api = 'https://api.github.com', GITHUB_REPOSITORY: repository } = env;
  if (pull?.number === undefined || repository === undefined || token === '') return null;
  return { api, repository, number: pull.number, token };
}

/** A pull request from a fork may not write: the result then stands in the summary alone. */
async function comment(pull: PullRequest | null, title: string, text: string): Promise<void> {
  if (pull === null) return;
  try {
    await writeComment(pull, markerOf(title), text);
  } catch (error) {
    tell(
      'warning',
      `${error instanceof Error ? error.message : error}; the result stands in the job's summary`,
    );
  }
}

function tellVerdict({ file, after, findings }: ChangedModel): void {
  const path = file.after ?? undefined;
  if (after.kind === 'unreadable') tell('error', `cannot be read: ${after.reason}`, path);
  for (const { verdict, text } of findings) if (verdict !== 'kept') tell('error', text, path);
}

async function main(): Promise<number> {
  const inputs = readInputs(env);
  const event = readEvent();
  const repository = new Repository(env.GITHUB_WORKSPACE ?? process.cwd());
  const change = changeOf(repository, inputs, event);
  const models: ChangedModel[] = [];
  for (const file of change.files) {
    const model = await countChange(repository, change, file, inputs);
    models.push(model);
    console.log(logText(model));
    tellVerdict(model);
  }
  if (models.length === 0) console.log('No model changed.');
  const text = commentText(inputs.title, models);
  const verdict = worst(models.map((model) => model.verdict));
  writeFiles(text, models, verdict);
  if (inputs.badge !== '')
    writeBadges(join(env.GITHUB_WORKSPACE ?? process.cwd(), inputs.badge), models);
  if (inputs.comment) await comment(pullRequestOf(event, inputs), inputs.title, text);
  return verdict === 'kept' ? 0 : 1;
}

try {
  process.exitCode = await main();
} catch (error) {
  const isExpected = error instanceof InputError || error instanceof GitError;
  tell('error', isExpected ? error.message : String(error instanceof Error ? error.stack : error));
  process.exitCode = 1;
}
