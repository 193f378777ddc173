// What git knows: which files changed between two commits, and what they hold there. Content comes
// through git's filters, so that files under Git LFS are their content where it has been fetched.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { posix } from 'node:path';
import type { OpenSidecar } from '@/lib/onnx/sidecars';
import { type ByteSource, streamSource } from '@/lib/onnx/source';

/** A file in two commits; null where it is not there. */
export interface ChangedFile {
  readonly before: string | null;
  readonly after: string | null;
}

export class GitError extends Error {}

const PATIENCE_BYTES = 64 * 1024 * 1024;

export class Repository {
  private readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  private tried(args: readonly string[]): {
    readonly ok: boolean;
    readonly stdout: string;
    readonly stderr: string;
  } {
    const { status, stdout, stderr, error } = spawnSync('git', args, {
      cwd: this.folder,
      encoding: 'utf8',
      maxBuffer: PATIENCE_BYTES,
    });
    if (error !== undefined) throw new GitError(`git cannot be run: ${error.message}`);
    return { ok: status === 0, stdout, stderr };
  }

  private run(...args: string[]): string {
    const { ok, stdout, stderr } = this.tried(args);
    if (!ok) throw new GitError(`git ${args[0]}: ${stderr.trim()}`);
    return stdout;
  }

  private commitOf(revision: string): string | null {
    const { ok, stdout } = this.tried([
      'rev-parse',
      '--verify',
      '--quiet',
      '--end-of-options',
      `${revision}^{commit}`,
    ]);
    return ok ? stdout.trim() : null;
  }

  /**
   * The commit that `revision` names; one that a shallow clone lacks is fetched. @throws GitError
   */
  commit(revision: string): string {
    const found = this.commitOf(revision) ?? this.commitOf(`origin/${revision}`);
    if (found !== null) return found;
    if (!revision.startsWith('-')) {
      this.tried(['fetch', '--no-tags', '--depth=1', 'origin', revision]);
      const fetched = this.commitOf(revision) ?? this.commitOf('FETCH_HEAD');
      if (fetched !== null) return fetched;
    }
    throw new GitError(
      `there is no commit '${revision}' here: check out with fetch-depth: 0, or give another base`,
    );
  }

  /** Where the histories part; `base` itself where a shallow clone does not say. */
  mergeBase(base: string, head: string): string {
    const { ok, stdout } = this.tried(['merge-base', base, head]);
    return ok ? stdout.trim() : base;
  }

  /** @param patterns git's globs */
  changed(before: string, after: string, patterns: readonly string[]): readonly ChangedFile[] {
    const fields = this.run(
      ...['diff', '--name-status', '-z', '--find-renames', '--no-ext-diff', before, after, '--'],
      ...patterns.map((pattern) => `:(glob)${pattern}`),
    ).split('\0');
    const files: ChangedFile[] = [];
    for (let i = 0; i + 1 < fields.length; ) {
      const [status = '', first = ''] = [fields[i], fields[i + 1]];
      const moved = /^[RC]/.test(status);
      const last = moved ? (fields[i + 2] ?? first) : first;
      files.push({
        before: /^[AC]/.test(status) ? null : first,
        after: status.startsWith('D') ? null : last,
      });
      i += moved ? 3 : 2;
    }
    return files;
  }

  /** All files of a commit that match, as unchanged ones. */
  files(commit: string, patterns: readonly string[]): readonly ChangedFile[] {
    // Every repository can be compared with a tree without files.
    const nothing = this.run('hash-object', '-t', 'tree', '/dev/null').trim();
    return this.changed(nothing, commit, patterns).map(({ after }) => ({ before: after, after }));
  }

  has(commit: string, path: string): boolean {
    return this.tried(['cat-file', '-e', `${commit}:${path}`]).ok;
  }

  /** The content of a file in a commit, as a stream. */
  open(commit: string, path: string): ByteSource {
    const child = spawn('git', ['cat-file', '--filters', `${commit}:${path}`], {
      cwd: this.folder,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const ended = once(child, 'close') as Promise<[number | null]>;
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said = (said + text).slice(-1000);
    });
    const chunks = child.stdout[Symbol.asyncIterator]() as AsyncIterator<Uint8Array>;
    return streamSource({
      read: async () => {
        const { done = false, value } = await chunks.next();
        if (!done) return { done, value };
        const [code] = await ended;
        if (code !== 0) throw new GitError(`git cat-file: ${said.trim()}`);
        return { done: true };
      },
    });
  }

  /** Files beside the model at `path`, in the same commit. */
  sidecars(commit: string, path: string): OpenSidecar {
    return async (location) => {
      const beside = posix.join(posix.dirname(path), location);
      return this.has(commit, beside) ? this.open(commit, beside) : null;
    };
  }
}
