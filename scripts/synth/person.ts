// Somebody with one of the fleet's machines: their browser, their network, how good their specimen
// is, what is wrong with a visit. Everything is drawn from a seed of its own, so that a person is
// the same however many others there are.
import { createPrng, type Prng, seedOf } from '@/lib/core/prng';
import { declaredTitle } from '@/lib/device/declared';
import { deviceOf } from '@/lib/device/device';
import { peakOf } from '@/lib/device/peaks/peaks';
import { ORT_VERSION } from '@/lib/ort/version';
import type { Environment } from '@/lib/submission/schema';
import type { Browser } from './browsers';
import { chance, factor } from './draws';
import {
  type Engine,
  GPU_PRECISIONS,
  NPU_PRECISIONS,
  WASM_COSTS,
  WASM_PRECISIONS,
  WASM_SHARES,
  WEBGPU_SHARES,
  WEBNN_SHARES,
} from './engine';
import type { Machine } from './fleet';
import type { Steadiness } from './series';

/** What a visit is like besides the machine. */
export interface Condition {
  readonly onBattery: boolean;
  readonly isolated: boolean;
  /** Other programs take part of the machine. */
  readonly busy: boolean;
  /** The wall clock was set meanwhile. */
  readonly clockSet: boolean;
}

export interface Person {
  readonly machine: Machine;
  /** Number in the fleet, and among those with this machine. */
  readonly machineIndex: number;
  readonly index: number;
  readonly key: string;
  /** IPv4. */
  readonly address: string;
  /** Of this specimen over the usual: cooling, memory, settings. */
  readonly speed: number;
  readonly browserIndex: number;
}

/** 43 characters of base64url, as a browser makes them. */
function keyOf(prng: Prng): string {
  const bytes = Uint8Array.from({ length: 32 }, () => prng.below(256));
  return Buffer.from(bytes).toString('base64url');
}

/** In twenty households two people share a network. */
const SHARED_NETWORK = 0.05;

export function personOf(
  seed: number,
  machine: Machine,
  machineIndex: number,
  index: number,
): Person {
  const prng = createPrng(seedOf(`${seed}/person/${machineIndex}/${index}`));
  const address = `${11 + prng.below(180)}.${prng.below(256)}.${prng.below(256)}.${1 + prng.below(254)}`;
  // Of three people two live together: their row lacks one network.
  const together =
    index > 0 && (chance(prng, SHARED_NETWORK) || (machine.people === 3 && index === 2));
  return {
    machine,
    machineIndex,
    index,
    key: keyOf(prng),
    address: together ? personOf(seed, machine, machineIndex, index - 1).address : address,
    speed: factor(prng, machine.portable ? 0.07 : 0.04),
    browserIndex:
      machine.browsers.length === 1 || index % 5 !== 4
        ? 0
        : 1 + (Math.floor(index / 5) % (machine.browsers.length - 1)),
  };
}

export function browserOf({ machine, browserIndex }: Person, major: number): Browser {
  const make = machine.browsers[browserIndex] ?? machine.browsers[0];
  if (make === undefined) throw new RangeError('a machine without a browser');
  return make(major);
}

const LIMITS = { maxBufferSize: 2_147_483_648, maxStorageBufferBindingSize: 2_147_483_644 };
/** GPUs that are part of a chip with ARM cores. */
const ON_ARM: ReadonlySet<string> = new Set(['apple', 'qualcomm', 'arm', 'samsung']);
const OLD_GPU = 'ANGLE (Intel, Mesa Intel(R) HD Graphics 4000 (IVB GT2), OpenGL 4.2)';

export function environmentOf(person: Person, browser: Browser, condition: Condition): Environment {
  const { machine } = person;
  const { gpu } = machine;
  const masked = browser.renderer === 'blank';
  return {
    userAgent: browser.userAgent,
    userAgentData: browser.userAgentData,
    cores: Math.min(machine.cores, browser.mostCores),
    memoryGiB: browser.memory ? machine.memoryGiB : null,
    crossOriginIsolated: condition.isolated,
    timerStepUs: condition.isolated ? browser.timerStepUs : Math.max(100, browser.timerStepUs),
    simd: true,
    relaxedSimd: browser.userAgentData !== null,
    nanByte: ON_ARM.has(gpu?.vendor ?? '') ? 127 : 255,
    touchPoints: /Mobile|Android/.test(browser.userAgent) ? 5 : 0,
    runtime: 'ort',
    ortVersion: ORT_VERSION,
    ortBundle: gpu !== null && browser.webgpu ? 'wasm+webgpu-jspi' : 'wasm',
    webgl: webglOf(machine, browser),
    webgpu:
      gpu === null || !browser.webgpu
        ? {
            status: 'unavailable',
            reason: browser.webgpu ? 'no adapter' : 'no WebGPU in this browser',
          }
        : {
            status: 'available',
            vendor: masked ? '' : gpu.vendor,
            architecture: masked || browser.renderer === 'apple' ? '' : gpu.architecture,
            device: '',
            description: '',
            fallbackAdapter: gpu.software === true,
            features: [...(gpu.half ? ['shader-f16'] : []), 'timestamp-query'],
            limits: LIMITS,
          },
    ...declaredBy(person, masked),
    power: !browser.battery
      ? { state: 'unknown', provenance: 'unknown' }
      : {
          state: machine.portable && condition.onBattery ? 'battery' : 'mains',
          provenance: 'detected',
        },
  };
}

function webglOf({ gpu }: Machine, { renderer }: Browser): Environment['webgl'] {
  if (renderer === 'refused') return { vendor: 'Mozilla', renderer: 'Mozilla' };
  if (renderer === 'blank') return { vendor: '', renderer: '' };
  if (renderer === 'apple') return { vendor: 'Apple Inc.', renderer: 'Apple GPU' };
  return { vendor: `Google Inc. (${gpu?.vendor ?? 'Intel'})`, renderer: gpu?.renderer ?? OLD_GPU };
}

/** People whose browser masks the hardware like to say what it is. */
function declaredBy({ index }: Person, masked: boolean): Pick<Environment, 'declared'> {
  if (!masked && index % 7 !== 3) return {};
  const cpu = declaredTitle('cpu', index % 2 === 0 ? 'AMD Ryzen 7 5800X' : 'Intel Core i7-12700K');
  return {
    declared: { gpu: masked ? declaredTitle('gpu', 'NVIDIA GeForce RTX 3070') : null, cpu },
  };
}

/**
 * Cores share memory and caches, and some of them are slow ones. Assumed; two threads of an EPYC
 * reached 1.5.
 */
const manyThreads = (threads: number): number => threads ** 0.7;

/** The engine of a backend with so many threads; null where the machine has none. */
export function engineOf(
  { machine, speed, index }: Person,
  environment: Environment,
  backend: Engine['backend'],
  threads: number,
): Engine | null {
  const cpu: Engine = {
    backend,
    gflops: machine.threadGflops * manyThreads(threads) * speed,
    gigabytesPerSecond: machine.gigabytesPerSecond * Math.min(1, 0.45 * threads ** 0.5) * speed,
    dispatchUs: WASM_COSTS.dispatchUs + 0.3 * Math.log2(threads),
    handoverMs: WASM_COSTS.handoverMs,
    shares: WASM_SHARES,
    precisions: WASM_PRECISIONS,
  };
  const { gpu, npuGflops } = machine;
  switch (backend) {
    case 'wasm':
      return cpu;
    case 'webnn-cpu':
      // Native kernels use wider vectors than WebAssembly has.
      return npuGflops === null ? null : { ...cpu, gflops: cpu.gflops * 2.2, dispatchUs: 4 };
    case 'webgpu':
    case 'webnn-gpu': {
      if (gpu === null || (backend === 'webnn-gpu' && npuGflops === null)) return null;
      const peak =
        peakOf(deviceOf(environment, 'webgpu').slug)?.fp32 ?? gpu.gflops ?? UNLISTED_GFLOPS;
      const driver = hasNewDriver({ machine, index }) ? (machine.newDriver?.times ?? 1) : 1;
      return {
        backend,
        gflops: peak * speed * driver,
        gigabytesPerSecond: gpu.gigabytesPerSecond * speed * driver,
        dispatchUs: gpu.dispatchUs / driver,
        handoverMs: 0.05 + (0.004 * gpu.dispatchUs) / driver,
        shares: backend === 'webgpu' ? WEBGPU_SHARES : WEBNN_SHARES,
        precisions: GPU_PRECISIONS,
      };
    }
    case 'webnn-npu':
      return npuGflops === null
        ? null
        : {
            backend,
            gflops: npuGflops * speed,
            gigabytesPerSecond: machine.gigabytesPerSecond * speed,
            dispatchUs: 6,
            handoverMs: 0.4,
            shares: WEBNN_SHARES,
            precisions: NPU_PRECISIONS,
          };
  }
}

/** Whether they came after a driver of the last days. */
export const hasNewDriver = ({ machine, index }: Pick<Person, 'machine' | 'index'>): boolean =>
  machine.newDriver !== undefined && index >= machine.newDriver.from;

/** A masked GPU of the fleet, as its owner would say: an RTX 3070's 20 TFLOPS. */
const UNLISTED_GFLOPS = 20_000;

export function steadinessOf({ machine }: Person, condition: Condition, prng: Prng): Steadiness {
  return {
    noise: (machine.portable ? 0.009 : 0.005) * (condition.busy ? 8 : 1) * factor(prng, 0.3),
    passNoise: condition.busy ? 0.04 : 0.004,
    hiccups: condition.busy ? 0.25 : 0.02,
    throttling: machine.throttling * (chance(prng, 0.12) ? 0.5 : 0.02),
  };
}

export function conditionOf(prng: Prng): Condition {
  return {
    onBattery: chance(prng, 0.15),
    isolated: !chance(prng, 0.02),
    busy: chance(prng, 0.07),
    clockSet: chance(prng, 0.01),
  };
}

/** A machine's own way with a workload: caches, drivers and kernels that suit it or do not. */
export const habit = (machineIndex: number, workload: string, backend: string): number =>
  factor(createPrng(seedOf(`habit/${machineIndex}/${workload}/${backend}`)), 0.12);
