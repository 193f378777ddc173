import { describe, expect, expectTypeOf, it } from 'vitest';
import { canonicalSlug } from '@/lib/device/aliases';
import { deviceOf } from '@/lib/device/device';
import type { DeviceEnvironment, WebgpuReport } from '@/lib/device/environment';
import { gpuSlug, nameOf } from '@/lib/device/gpu-name/gpu-name';
import type { Environment } from '@/lib/submission/schema';
import { referenceJson } from '@/scripts/oracle/reference';

const D3D11 = (gpu: string, vendor: string) =>
  `ANGLE (${vendor}, ${gpu} Direct3D11 vs_5_0 ps_5_0, D3D11)`;
const adapter = (
  fields: Partial<Extract<WebgpuReport, { status: 'available' }>>,
): WebgpuReport => ({
  status: 'available',
  vendor: '',
  architecture: '',
  device: '',
  description: '',
  fallbackAdapter: false,
  features: [],
  ...fields,
});
const machine = (renderer: string | null, webgpu: WebgpuReport): DeviceEnvironment => ({
  userAgent: 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
  userAgentData: null,
  cores: 8,
  nanByte: 255,
  webgl: renderer === null ? null : { vendor: 'Google Inc.', renderer },
  webgpu,
});
const RTX_4090 = D3D11('NVIDIA GeForce RTX 4090 (0x00002684)', 'NVIDIA');
const UHD_770 = D3D11('Intel(R) UHD Graphics 770 (0x00004680)', 'Intel');

describe('the GPU of a WebGPU row', () => {
  it('takes the WebGL name where vendor and family agree', () => {
    const device = deviceOf(
      machine(RTX_4090, adapter({ vendor: 'nvidia', architecture: 'lovelace' })),
      'webgpu',
    );
    expect(device).toMatchObject({
      slug: 'nvidia-geforce-rtx-4090',
      name: 'NVIDIA GeForce RTX 4090',
      kind: 'gpu',
      provenance: 'webgpu-adapter+webgl',
      ambiguous: false,
      otherGpu: null,
    });
  });

  it('keeps to the adapter where the family differs', () => {
    const device = deviceOf(
      machine(RTX_4090, adapter({ vendor: 'nvidia', architecture: 'ampere' })),
      'webgpu',
    );
    expect(device).toMatchObject({
      slug: 'nvidia-family-ampere',
      ambiguous: true,
      provenance: 'webgpu-adapter',
    });
  });

  it('sees both GPUs of a hybrid laptop and never mixes them', () => {
    const device = deviceOf(
      machine(UHD_770, adapter({ vendor: 'nvidia', architecture: 'lovelace' })),
      'webgpu',
    );
    expect(device).toMatchObject({
      slug: 'nvidia-family-lovelace',
      vendor: 'NVIDIA',
      otherGpu: 'Intel UHD Graphics 770',
    });
  });

  it('trusts the vendor alone where a machine has one GPU', () => {
    const metal = 'ANGLE (Apple, ANGLE Metal Renderer: Apple M3 Max, Unspecified Version)';
    expect(
      deviceOf(machine(metal, adapter({ vendor: 'apple', architecture: 'metal-3' })), 'webgpu')
        .slug,
    ).toBe('apple-m3-max');
    expect(
      deviceOf(
        machine('Adreno (TM) 750', adapter({ vendor: 'qualcomm', architecture: 'adreno-7xx' })),
        'webgpu',
      ).slug,
    ).toBe('qualcomm-adreno-750');
  });

  it('knows the families that Dawn renamed', () => {
    const arc = D3D11('Intel(R) Arc(TM) 140V GPU (16GB) (0x000064A0)', 'Intel');
    for (const architecture of ['gen-13lp', 'xe-2lpg'])
      expect(
        deviceOf(machine(arc, adapter({ vendor: 'intel', architecture })), 'webgpu').slug,
      ).toBe('intel-arc-140v');
  });

  it('bears with a chip that Dawn takes for the generation before', () => {
    const strix = D3D11('AMD Radeon(TM) 890M Graphics (0x0000150E)', 'AMD');
    for (const architecture of ['rdna-2', 'rdna-3'])
      expect(
        deviceOf(machine(strix, adapter({ vendor: 'amd', architecture })), 'webgpu').slug,
      ).toBe('amd-radeon-890m');
    expect(
      deviceOf(machine(strix, adapter({ vendor: 'amd', architecture: 'rdna-1' })), 'webgpu').slug,
    ).toBe('amd-family-rdna-1');
  });

  it('calls SwiftShader software, by its name and by the fallback flag', () => {
    const swiftshader = adapter({ vendor: 'google', architecture: 'swiftshader' });
    expect(deviceOf(machine(RTX_4090, swiftshader), 'webgpu')).toMatchObject({
      slug: 'software-google-swiftshader',
      kind: 'software',
      software: true,
    });
    const flagged = adapter({ vendor: 'nvidia', architecture: 'lovelace', fallbackAdapter: true });
    expect(deviceOf(machine(RTX_4090, flagged), 'webgpu')).toMatchObject({
      kind: 'software',
      software: true,
    });
  });

  it('calls masked what is masked, whatever WebGL says', () => {
    expect(deviceOf(machine(RTX_4090, adapter({})), 'webgpu')).toMatchObject({
      slug: 'masked-gpu',
      masked: true,
    });
    const safari = adapter({
      vendor: 'apple',
      architecture: 'apple',
      device: 'apple',
      description: 'apple',
    });
    expect(deviceOf(machine('Apple GPU', safari), 'webgpu')).toMatchObject({
      slug: 'masked-apple-gpu',
      kind: 'masked',
      ambiguous: true,
    });
  });

  it('does not let an emulator name the adapter', () => {
    const emulated = 'Android Emulator OpenGL ES Translator (NVIDIA GeForce RTX 4090/PCIe/SSE2)';
    const device = deviceOf(
      machine(emulated, adapter({ vendor: 'nvidia', architecture: 'lovelace' })),
      'webgpu',
    );
    expect(device.slug).toBe('nvidia-family-lovelace');
  });

  it('names nothing without an adapter', () => {
    const none: WebgpuReport = { status: 'unavailable', reason: 'no adapter' };
    expect(deviceOf(machine(RTX_4090, none), 'webnn-gpu')).toMatchObject({
      kind: 'unknown',
      provenance: 'none',
    });
  });
});

describe('the processor of a WASM row', () => {
  const none: WebgpuReport = { status: 'unavailable', reason: 'no adapter' };

  it('is keyed by system, architecture and cores', () => {
    expect(deviceOf(machine(RTX_4090, none), 'wasm')).toMatchObject({
      slug: 'cpu-linux-x86-64-8-cores',
      name: 'CPU: Linux, x86-64, 8 cores',
      processor: 'cpu',
      kind: 'cpu-class',
      ambiguous: true,
      provenance: 'user-agent',
    });
  });

  it('is keyed by the SoC where the GPU names it', () => {
    expect(deviceOf(machine('Apple M2 Pro', none), 'wasm')).toMatchObject({
      slug: 'cpu-apple-m2-pro',
      name: 'Apple M2 Pro CPU',
      kind: 'soc',
      provenance: 'webgl-soc',
    });
    const ryzen = 'AMD Ryzen 7 7840U w/ Radeon 780M Graphics (radeonsi, gfx1103_r1, LLVM 17.0.6)';
    expect(deviceOf(machine(ryzen, none), 'wasm').slug).toBe('cpu-ryzen-7-7840u');
  });

  it('never takes a masked bucket for the SoC', () => {
    expect(deviceOf(machine('Apple M1, or similar', none), 'wasm').slug).toBe(
      'cpu-linux-x86-64-8-cores',
    );
  });

  it('keeps the NPU apart from the CPU', () => {
    expect(deviceOf(machine('Apple M2 Pro', none), 'webnn-npu').slug).toBe('npu-apple-m2-pro');
    expect(deviceOf(machine('Apple M2 Pro', none), 'webnn-cpu').slug).toBe('cpu-apple-m2-pro');
  });
});

describe('addresses', () => {
  it('redirect old and short forms', () => {
    expect(canonicalSlug('rtx-4090')).toBe('nvidia-geforce-rtx-4090');
    expect(canonicalSlug('nvidia-geforce-8400gs')).toBe('nvidia-geforce-8400-gs');
    expect(canonicalSlug('radeon-rx-580-series')).toBe('amd-radeon-rx-580');
    expect(canonicalSlug('no-such-thing')).toBe('no-such-thing');
  });

  it('leave every canonical address where it is', () => {
    const corpus = referenceJson('renderers.json') as readonly { readonly string: string }[];
    const moved = corpus
      .map(({ string }) => gpuSlug(nameOf(string)))
      .filter((slug) => canonicalSlug(slug) !== slug);
    expect(moved).toEqual([]);
  });
});

it('takes the environment of the wire as it is', () => {
  // Checked by the compiler: npm run types fails where the two shapes part.
  expectTypeOf<Environment>().toExtend<DeviceEnvironment>();
});
