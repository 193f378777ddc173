// The runtime's files, fetched and looked at before anything is measured with them: the browser
// keeps them by their immutable addresses, and a worker then finds them there. What a network does
// (blocks them, sends a login page in their place, stops half-way) is told from what a device does.
import { messageOf } from '@/lib/core/thrown';
import type { Bundle } from '../core/bundle';
import { err, ok, type Result } from '../core/result';
import { RUNTIME_FILES, type RuntimeFile } from './bundles';
import { ORT_PATH } from './version';

export interface DownloadProgress {
  readonly bundle: Bundle;
  readonly loadedBytes: number;
  readonly wholeBytes: number;
  /** Counted from 1. */
  readonly attempt: number;
}

export interface DownloadOptions {
  readonly signal: AbortSignal;
  /** Of silence; then the attempt is given up. */
  readonly silenceMs: number;
  readonly onProgress: (progress: DownloadProgress) => void;
  /** Before each further attempt. */
  readonly pausesMs: readonly number[];
}

/** Why it could not be had, in words that end a sentence. */
type Fault = string;

/** All files of `bundle`, or why one of them does not arrive as what it is. */
export async function downloadRuntime(
  bundle: Bundle,
  options: DownloadOptions,
): Promise<Result<null, Fault>> {
  const wholeBytes = RUNTIME_FILES[bundle].reduce((sum, { bytes }) => sum + bytes, 0);
  for (let attempt = 1; ; attempt += 1) {
    const fault = await attemptDownload(bundle, { ...options, wholeBytes, attempt });
    if (fault === null) return ok(null);
    const pauseMs = options.pausesMs[attempt - 1];
    if (pauseMs === undefined || options.signal.aborted) return err(fault);
    await new Promise((resolve) => setTimeout(resolve, pauseMs));
  }
}

interface Attempt extends DownloadOptions {
  readonly wholeBytes: number;
  readonly attempt: number;
}

async function attemptDownload(bundle: Bundle, options: Attempt): Promise<Fault | null> {
  const { wholeBytes, attempt, onProgress } = options;
  let before = 0;
  for (const file of RUNTIME_FILES[bundle]) {
    const fault = await fetchFile(file, options, (bytes) =>
      onProgress({ bundle, loadedBytes: before + bytes, wholeBytes, attempt }),
    );
    if (fault !== null) return `${file.name} ${fault}`;
    before += file.bytes;
  }
  return null;
}

/** Resolves at its end, at a fault, when it was aborted, or after so long a silence. */
function fetchFile(
  file: RuntimeFile,
  options: Attempt,
  onBytes: (bytes: number) => void,
): Promise<Fault | null> {
  const { signal, silenceMs, attempt } = options;
  const control = new AbortController();
  return new Promise((resolve) => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const end = (fault: Fault | null): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      if (fault !== null) control.abort();
      resolve(fault);
    };
    const onAbort = (): void => end('was cancelled');
    const listen = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => end(`stopped: nothing came for ${silenceMs / 1000} s`), silenceMs);
    };
    signal.addEventListener('abort', onAbort);
    if (signal.aborted) return onAbort();
    listen();
    readFile(file, attempt, control.signal, (bytes) => {
      listen();
      onBytes(bytes);
    }).then(end, (error: unknown) => end(`was not answered (${messageOf(error)})`));
  });
}

/** Further attempts do not take what the browser has kept: it may be what went wrong. */
async function readFile(
  { name, bytes }: RuntimeFile,
  attempt: number,
  signal: AbortSignal,
  onBytes: (bytes: number) => void,
): Promise<Fault | null> {
  const address = new URL(`${ORT_PATH}${name}`, self.location.origin);
  const response = await fetch(address, { signal, cache: attempt === 1 ? 'default' : 'reload' });
  if (!response.ok) return `was answered with ${response.status}`;
  const type = response.headers.get('Content-Type') ?? '';
  if (type.includes('html')) return 'was answered with a web page in its place';
  let loaded = 0;
  let start: readonly number[] = [];
  const take = (chunk: Uint8Array): void => {
    if (start.length < MAGIC.length) start = [...start, ...chunk.subarray(0, MAGIC.length)];
    loaded += chunk.length;
    onBytes(loaded);
  };
  const reader = response.body?.getReader();
  if (reader === undefined) take(new Uint8Array(await response.arrayBuffer()));
  else
    for (let part = await reader.read(); !part.done; part = await reader.read()) take(part.value);
  if (name.endsWith('.wasm') && MAGIC.some((byte, index) => start[index] !== byte))
    return 'is no WebAssembly';
  return loaded === bytes ? null : `came with ${loaded} of its ${bytes} bytes`;
}

/** "\0asm", with which every module begins (WebAssembly specification, 5.5.16). */
const MAGIC: readonly number[] = [0x00, 0x61, 0x73, 0x6d];
