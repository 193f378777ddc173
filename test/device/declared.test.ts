import { describe, expect, it } from 'vitest';
import { nameOfCpu } from '@/lib/device/cpu-name';
import { conflictsOf, declaredDevice, declaredTitle } from '@/lib/device/declared';
import type { DeviceEnvironment } from '@/lib/device/environment';
import { KNOWN_CPUS, KNOWN_GPUS, searchKnown } from '@/lib/device/known-devices';

const environment = (
  renderer: string | null,
  vendor: string,
  architecture: string,
): DeviceEnvironment => ({
  userAgent: 'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0',
  userAgentData: null,
  cores: 16,
  nanByte: 255,
  webgl: renderer === null ? null : { vendor: '', renderer },
  webgpu: {
    status: 'available',
    vendor,
    architecture,
    device: '',
    description: '',
    fallbackAdapter: false,
    features: [],
  },
});
const gpu = (name: string) => ({ gpu: name, cpu: null });
const cpu = (name: string) => ({ gpu: null, cpu: name });
const INTEL = environment(
  'ANGLE (Intel, Intel(R) UHD Graphics 770 (0x00004680) Direct3D11 vs_5_0 ps_5_0, D3D11)',
  'intel',
  'gen-12lp',
);

describe('processor names', () => {
  it.each([
    ['12th Gen Intel(R) Core(TM) i7-12700H', 'Intel', 'Core i7-12700H'],
    ['Intel(R) Core(TM) i7-8550U CPU @ 1.80GHz', 'Intel', 'Core i7-8550U'],
    ['intel core ultra 7 155h', 'Intel', 'Core Ultra 7 155H'],
    ['Intel(R) Xeon(R) Gold 6138 CPU @ 2.00GHz', 'Intel', 'Xeon Gold 6138'],
    ['Intel N100', 'Intel', 'Processor N100'],
    ['AMD Ryzen 7 5800X 8-Core Processor', 'AMD', 'Ryzen 7 5800X'],
    ['AMD Ryzen 7 7840U w/ Radeon 780M Graphics', 'AMD', 'Ryzen 7 7840U'],
    ['AMD Ryzen AI 9 HX 370 w/ Radeon 890M', 'AMD', 'Ryzen AI 9 HX 370'],
    ['AMD Ryzen Threadripper PRO 5995WX', 'AMD', 'Ryzen Threadripper Pro 5995WX'],
    ['apple m2 max', 'Apple', 'M2 Max'],
    ['Snapdragon(R) X Elite', 'Qualcomm', 'Snapdragon X Elite'],
    ['Snapdragon 8 Gen 2', 'Qualcomm', 'Snapdragon 8 Gen 2'],
  ])('%s', (text, vendor, model) => {
    expect(nameOfCpu(text)).toMatchObject({ vendor, model });
  });

  it('leaves alone what it does not know', () => {
    expect(nameOfCpu('my old computer')).toBeNull();
    expect(declaredTitle('cpu', ' my old computer ')).toBe('my old computer');
  });
});

describe('conflicts between what is declared and what is reported', () => {
  it('flags an RTX 4090 with an Intel adapter', () => {
    expect(conflictsOf(INTEL, gpu('RTX 4090'))).toEqual(['gpu-vendor']);
    expect(
      conflictsOf(environment(null, 'intel', 'gen-12lp'), gpu('NVIDIA GeForce RTX 4090')),
    ).toEqual(['gpu-vendor']);
  });

  it('lets a hybrid laptop have either of its GPUs', () => {
    const hybrid = environment('Intel(R) UHD Graphics 770', 'nvidia', 'lovelace');
    expect(conflictsOf(hybrid, gpu('RTX 4090 Laptop GPU'))).toEqual([]);
    expect(conflictsOf(hybrid, gpu('Intel UHD Graphics 770'))).toEqual([]);
    expect(conflictsOf(hybrid, gpu('Radeon RX 7900 XTX'))).toEqual(['gpu-vendor']);
    expect(conflictsOf(hybrid, gpu('RTX 5090'))).toEqual(['gpu-family']);
  });

  it('flags another model of the same vendor, but not the model behind an ambiguous name', () => {
    expect(conflictsOf(INTEL, gpu('Intel Arc A770'))).toEqual(['gpu-model']);
    expect(
      conflictsOf(environment('AMD Radeon(TM) Graphics', 'amd', 'rdna-2'), gpu('Radeon 610M')),
    ).toEqual([]);
    expect(conflictsOf(INTEL, gpu('Intel(R) UHD Graphics 770'))).toEqual([]);
  });

  it('flags a GPU declared over a software or a virtual one', () => {
    const software = environment(
      'ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver)',
      'google',
      'swiftshader',
    );
    expect(conflictsOf(software, gpu('RTX 4090'))).toEqual(['gpu-software']);
    expect(
      conflictsOf(environment('Parallels Display Adapter (WDDM)', '', ''), gpu('RTX 4090')),
    ).toEqual(['gpu-virtual']);
  });

  it('compares nothing with a mask that hides even the vendor', () => {
    expect(conflictsOf(environment(null, '', ''), gpu('RTX 4090'))).toEqual([]);
    expect(conflictsOf(environment('Apple GPU', 'apple', 'apple'), gpu('RTX 4090'))).toEqual([
      'gpu-vendor',
    ]);
  });

  it('flags a processor of another architecture, or another than the SoC the GPU names', () => {
    expect(conflictsOf(INTEL, cpu('Apple M2'))).toEqual(['cpu-architecture']);
    expect(conflictsOf(INTEL, cpu('AMD Ryzen 7 5800X'))).toEqual([]);
    expect(conflictsOf(environment('Apple M2', 'apple', 'metal-3'), cpu('Apple M3'))).toEqual([
      'cpu-soc',
    ]);
    expect(conflictsOf(environment('Apple M2', 'apple', 'metal-3'), cpu('apple m2'))).toEqual([]);
  });

  it('says nothing of words it does not understand', () => {
    expect(conflictsOf(INTEL, { gpu: 'a fast one', cpu: 'a slow one' })).toEqual([]);
  });
});

describe('declared devices', () => {
  it('have pages of their own, in one spelling', () => {
    const device = declaredDevice('cpu', '12th Gen Intel(R) Core(TM) i7-12700H');
    expect(device).toMatchObject({
      slug: 'declared-cpu-intel-core-i7-12700h',
      name: 'Intel Core i7-12700H (declared)',
      provenance: 'declared',
      ambiguous: true,
    });
    expect(declaredDevice('cpu', 'intel core i7-12700h').slug).toBe(device.slug);
    expect(declaredDevice('gpu', 'rtx 4090').slug).toBe('declared-gpu-nvidia-geforce-rtx-4090');
  });

  it('can be searched by any words of their names', () => {
    expect(searchKnown(KNOWN_GPUS, '4090')[0]).toBe('NVIDIA GeForce RTX 4090');
    expect(searchKnown(KNOWN_CPUS, '5800x')[0]).toBe('AMD Ryzen 7 5800X');
    expect(searchKnown(KNOWN_CPUS, '  ')).toEqual([]);
    expect(searchKnown(KNOWN_GPUS, 'no such thing')).toEqual([]);
  });

  it('are listed in the spelling of their pages', () => {
    expect(
      KNOWN_CPUS.filter((name) => declaredTitle('cpu', name) !== name || nameOfCpu(name) === null),
    ).toEqual([]);
    expect(KNOWN_GPUS.filter((name) => declaredTitle('gpu', name) !== name)).toEqual([]);
    expect(new Set([...KNOWN_CPUS, ...KNOWN_GPUS]).size).toBeGreaterThan(250);
  });
});
