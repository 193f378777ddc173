// Where on the board each measurement of a submission would enter, from what was sent: known before
// anything is derived, so that the database can be asked about it meanwhile.
import { type CellMode, modeOf } from '../bench/mode';
import { isOfVisit } from '../bench/outcome';
import { type Backend, type ThreadsClass, threadsClassOf } from '../core/backend';
import type { Device } from '../device/device';
import { listedDeviceOf } from '../device/listed';
import { NO_SKETCH, type Sketch, sketchOf } from './plausibility/sketch';
import type { Measurement, RunSubmission } from './schema';

export interface BoardEntry {
  readonly position: number;
  readonly workload: string;
  readonly version: number;
  readonly protocol: string;
  readonly backend: Backend;
  /** `run`, `graph`, or `sustained-600` with its seconds: each a cell of its own. */
  readonly mode: CellMode;
  readonly threads: ThreadsClass;
  /** The one that was detected, by its listed name. */
  readonly device: Device;
  readonly measured: boolean;
  /** Of the series of samples (plausibility/sketch.ts); empty where they make none. */
  readonly sketch: Sketch;
}

/**
 * Lists what a submission enters on boards, in the order of the measurements; what tells of the
 * visit and not of the device is not stored and not among them.
 */
export function entriesOf({ measurements, environment, protocol }: RunSubmission): BoardEntry[] {
  const devices = new Map<Backend, Device>();
  const deviceOn = (backend: Backend): Device => {
    const device = devices.get(backend) ?? listedDeviceOf(environment, backend);
    devices.set(backend, device);
    return device;
  };
  const entryOf = (measurement: Measurement, position: number): BoardEntry => ({
    position,
    workload: measurement.workload,
    version: measurement.version,
    protocol,
    backend: measurement.backend,
    mode: cellMode(measurement),
    threads: threadsClassOf(measurement.backend, measurement.threadsGot),
    device: deviceOn(measurement.backend),
    measured: measurement.outcome === 'measured',
    sketch:
      measurement.outcome === 'measured'
        ? sketchOf(measurement.samples, `${measurement.workload} ${measurement.backend}`)
        : NO_SKETCH,
  });
  return measurements.flatMap((measurement, position) =>
    isOfVisit(measurement) ? [] : [entryOf(measurement, position)],
  );
}

/** The mode as a cell keeps it. Sustained measurements of different lengths are not alike. */
function cellMode({ options }: Measurement): CellMode {
  const mode = modeOf(options?.mode);
  if (mode !== 'sustained') return mode;
  const sustainMs = Number(options?.sustainMs);
  return `sustained-${Number.isFinite(sustainMs) ? Math.round(sustainMs / 1000) : 0}`;
}
