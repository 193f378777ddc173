// Times of nodes from a profile of ONNX Runtime (`enable_profiling`; in a browser its lines on the
// console): events of Chrome's trace format, of which those of category Node named
// '<node>_kernel_time' say how long a kernel took, in microseconds. A runtime fuses nodes: what has
// no node of its name in the file keeps its time, under the runtime's name.

export interface NodeTimes {
  /** How many runs the profile holds. */
  readonly runs: number;
  /**
   * Median milliseconds of a run, by the name of the node; several kernels of one name together.
   */
  readonly byNode: ReadonlyMap<string, number>;
}

interface TraceEvent {
  readonly cat?: unknown;
  readonly name?: unknown;
  readonly dur?: unknown;
  readonly ts?: unknown;
}

const KERNEL = '_kernel_time';
const RUN = 'model_run';

function eventsOf(text: string): readonly TraceEvent[] | null {
  try {
    // A profile that was cut short lacks its end.
    const whole = text.trim();
    const parsed: unknown = JSON.parse(
      /\]\s*$/.test(whole) ? whole : `${whole.replace(/,\s*$/, '')}]`,
    );
    return Array.isArray(parsed)
      ? parsed.filter((event) => typeof event === 'object' && event !== null)
      : null;
  } catch {
    return null;
  }
}

const median = (samples: readonly number[]): number => {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/**
 * Reads the times of nodes from a profile of the runtime; null for a text that is no such profile.
 */
export function parseProfile(text: string): NodeTimes | null {
  const events = eventsOf(text);
  if (events === null) return null;
  const runs = Math.max(1, events.filter(({ name }) => name === RUN).length);
  const samples = new Map<string, number[]>();
  for (const { cat, name, dur } of events) {
    if (
      cat !== 'Node' ||
      typeof name !== 'string' ||
      typeof dur !== 'number' ||
      !name.endsWith(KERNEL)
    )
      continue;
    const node = name.slice(0, -KERNEL.length);
    const list = samples.get(node);
    if (list === undefined) samples.set(node, [dur]);
    else list.push(dur);
  }
  if (samples.size === 0) return null;
  const byNode = new Map<string, number>();
  for (const [node, durations] of samples) {
    // The first run prepares memory; what runs several times in a run is taken together.
    const perRun = Math.max(1, Math.round(durations.length / runs));
    const kept = durations.length > perRun ? durations.slice(perRun) : durations;
    byNode.set(node, (median(kept) * perRun) / 1000);
  }
  return { runs, byNode };
}
