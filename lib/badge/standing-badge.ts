// What many networks' results say: of one device at one workload, and of a model in browsers at
// large, for the README of a library or a model. Both carry unit, backend, how many stand behind
// them, and the date.
import { BACKEND_LABELS, type Backend } from '../core/backend';
import { duration } from '../core/format';
import { BACKEND_TONES } from './backend-tone';
import { type Badge, dayOf } from './badge';

export interface DeviceBadgeFacts {
  readonly deviceName: string;
  readonly workloadTitle: string;
  readonly backend: Backend;
  /** Median over networks, milliseconds. */
  readonly p50Ms: number;
  readonly networks: number;
  readonly at: Date;
}

/** Writes a count with its noun: "1 network", "37 networks". */
export const counted = (count: number, one: string, many: string): string =>
  `${count} ${count === 1 ? one : many}`;

/** "RTX 4070 | ResNet-50 7.10 ms · WebGPU · 37 networks · 2026-11-24". */
export const deviceBadge = ({
  deviceName,
  workloadTitle,
  backend,
  p50Ms,
  networks,
  at,
}: DeviceBadgeFacts): Badge => ({
  label: deviceName,
  parts: [
    `${workloadTitle} ${duration(p50Ms)}`,
    BACKEND_LABELS[backend],
    counted(networks, 'network', 'networks'),
    dayOf(at),
  ],
  tone: BACKEND_TONES[backend],
});

export interface BrowserBadgeFacts {
  readonly backend: Backend;
  /** Three of four networks' devices are at least this fast, milliseconds. */
  readonly p75Ms: number;
  readonly devices: number;
  readonly at: Date;
}

/** "runs in browser | p75 22.0 ms WebGPU · 212 devices · 2026-11-24". */
export const browserBadge = ({ backend, p75Ms, devices, at }: BrowserBadgeFacts): Badge => ({
  label: 'runs in browser',
  parts: [
    `p75 ${duration(p75Ms)} ${BACKEND_LABELS[backend]}`,
    counted(devices, 'device', 'devices'),
    dayOf(at),
  ],
  tone: BACKEND_TONES[backend],
});

export const UNMEASURED_BADGE: Badge = {
  label: 'flopmark',
  parts: ['not measured yet'],
  tone: 'unknown',
};
export const UNKNOWN_DEVICE_BADGE: Badge = {
  label: 'flopmark',
  parts: ['unknown device'],
  tone: 'unknown',
};
