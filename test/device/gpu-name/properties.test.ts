// Properties that hold for any string: total, deterministic, linear in time, one slug per model and
// one model per slug.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type GpuName,
  gpuSlug,
  gpuTitle,
  nameOf,
  nameOfAdapter,
} from '@/lib/device/gpu-name/gpu-name';

const pieces = fc.constantFrom(
  ...'ANGLE ( ) , NVIDIA GeForce RTX GTX 4090 Ti SUPER Laptop GPU AMD ATI Radeon (TM) HD RX 580 Series Graphics R9 Vega 8 Intel(R) Intel UHD Iris Xe 630 Arc A770 Mali-G78 MC2 Adreno 650 Apple M1 Pro PowerVR Rogue GE8320 Mesa (radeonsi navi21 (LLVM 15.0.7 256 bits) llvmpipe Direct3D11 vs_5_0 OpenGL Engine /PCIe/SSE2 (0x00002684) Vulkan 1.3.2 virgl zink D3D12 SwiftShader similar NV124 FD618 Quadro'.split(
    ' ',
  ),
);
const renderers = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 400 }),
  fc.array(pieces, { maxLength: 14 }).map((words) => words.join(' ')),
  fc.array(pieces, { maxLength: 14 }).map((words) => `ANGLE (${words.join(', ')}), or similar`),
);

const identity = ({ kind, vendor, model, architecture }: GpuName): string =>
  JSON.stringify(
    kind === 'masked'
      ? [kind, vendor]
      : kind === 'unknown'
        ? [kind]
        : [kind, vendor, model ?? ['family', architecture]],
  );

describe('canonical names', () => {
  it('are total and deterministic on any string', () => {
    fc.assert(
      fc.property(renderers, (text) => {
        const name = nameOf(text);
        expect(nameOf(text)).toEqual(name);
        expect(gpuTitle(name)).not.toBe('');
        expect(gpuSlug(name)).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
      }),
      { numRuns: 2000 },
    );
  });

  it('are total on any adapter info', () => {
    const field = fc.oneof(fc.string(), pieces);
    fc.assert(
      fc.property(
        fc.record({ vendor: field, architecture: field, device: field, description: field }),
        (info) => {
          expect(gpuSlug(nameOfAdapter(info))).toMatch(/^[a-z0-9]+(?:-[a-z0-9]+)*$/);
        },
      ),
      { numRuns: 1000 },
    );
  });

  it('give one model one slug and one slug one model', () => {
    const bySlug = new Map<string, string>();
    fc.assert(
      fc.property(renderers, (text) => {
        const name = nameOf(text);
        const known = bySlug.get(gpuSlug(name));
        if (known === undefined) bySlug.set(gpuSlug(name), identity(name));
        else expect(identity(name)).toBe(known);
      }),
      { numRuns: 5000 },
    );
  });

  it('do not depend on letter case', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(
          'GeForce RTX 4070 Ti SUPER',
          'Radeon RX 7900 XTX',
          'Iris(R) Xe Graphics',
          'Adreno (TM) 650',
        ),
        (model) => {
          expect(gpuSlug(nameOf(model.toUpperCase()))).toBe(gpuSlug(nameOf(model)));
        },
      ),
    );
  });
});

/**
 * Ways in which drivers and browsers stand around a name; the second says that the GPU behind is
 * not sure to be the real one.
 */
const WRAPPERS: readonly (readonly [(inner: string) => string, boolean])[] = [
  [(inner) => `ANGLE (${inner} Direct3D11 vs_5_0 ps_5_0)`, false],
  [(inner) => `ANGLE (Unknown, ${inner} Direct3D11 vs_5_0 ps_5_0, D3D11)`, false],
  [(inner) => `ANGLE (Unknown, ${inner}, OpenGL ES 3.2 Mesa 26.0.3)`, false],
  [(inner) => `ANGLE (Unknown, Vulkan 1.4.318 (${inner} (0x00000000)), radv)`, false],
  [(inner) => `ANGLE (Unknown, ANGLE Metal Renderer: ${inner}, Unspecified Version)`, false],
  [(inner) => `ANGLE (${inner}) on Vulkan 1.1.179`, false],
  [(inner) => `D3D12 (${inner})`, false],
  [(inner) => `Microsoft Direct3D12 (${inner})`, false],
  [(inner) => `zink Vulkan 1.4(${inner})`, false],
  [(inner) => `Mesa ${inner}`, false],
  [(inner) => `Gallium 0.4 on ${inner}`, false],
  [(inner) => `(${inner})`, false],
  [(inner) => `${inner}/PCIe/SSE2`, false],
  [(inner) => `${inner} OpenGL Engine`, false],
  [(inner) => `virgl (${inner})`, true],
  [(inner) => `Virtio-GPU Venus (${inner})`, true],
  [(inner) => `Virtio-GPU GFXStream (${inner})`, true],
  [(inner) => `Vortek (${inner})`, true],
  [(inner) => `Android Emulator OpenGL ES Translator (${inner})`, true],
  [(inner) => `Translator of Tomorrow 2.1 (${inner})`, true],
];
const NAMES = [
  'NVIDIA GeForce RTX 4060 Laptop GPU',
  'AMD Radeon RX 550 / 550 Series',
  'Intel(R) Iris(R) Xe Graphics',
  'Qualcomm(R) Adreno(TM) X1-85 GPU',
  'Mali-G610 MC4',
  'Apple M4 Max',
  'Samsung Xclipse 940',
  'PowerVR Rogue GE8320',
];

describe('wrappers', () => {
  it('may nest in any order and depth: the name is that of what they hold', () => {
    fc.assert(
      fc.property(
        fc.constantFrom(...NAMES),
        fc.array(fc.constantFrom(...WRAPPERS), { maxLength: 7 }),
        (bare, around) => {
          const { vendor, model, architecture } = nameOf(bare);
          const name = nameOf(around.reduce((inner, [wrap]) => wrap(inner), bare));
          expect(name).toMatchObject({ vendor, model, architecture });
          expect(name.virtual === true).toBe(around.some(([, hides]) => hides));
        },
      ),
      { numRuns: 3000 },
    );
  });

  it('keep the id that stands deepest', () => {
    const inner = 'Vulkan 1.3.128 (Vortek (Mali-G78) (0x92020010))';
    expect(nameOf(`ANGLE (ARM, ${inner}, Mali-G78)`)).toMatchObject({
      model: 'Mali-G78',
      pciId: '0x92020010',
    });
  });
});

describe('hostile strings', () => {
  const LENGTH = 200_000;
  const hostile = [
    'ANGLE ('.repeat(LENGTH / 7),
    '('.repeat(LENGTH),
    ')'.repeat(LENGTH),
    ','.repeat(LENGTH),
    ' '.repeat(LENGTH),
    `NVIDIA ${'GeForce '.repeat(LENGTH / 8)}`,
    `Vulkan ${'1.'.repeat(LENGTH / 2)}`,
    `Ryzen ${'9 '.repeat(LENGTH / 2)}`,
    `Adreno ${'\u00c2\u00ae'.repeat(LENGTH / 2)}`,
    `${'0x0'.repeat(LENGTH / 3)}`,
    `{"vendor":"${'a'.repeat(LENGTH)}"}`,
    `{${'['.repeat(LENGTH)}`,
  ];

  /** Processor time, which other work on the machine does not lengthen. */
  const cpuMs = (work: () => void): number => {
    const before = process.cpuUsage();
    work();
    const { user, system } = process.cpuUsage(before);
    return (user + system) / 1000;
  };

  // Milliseconds; anything that grew with the square of 200,000 would take a minute.
  it.each(hostile.map((text) => [text.slice(0, 20), text]))(
    '%s… is read at once',
    (_start, text) => {
      expect(cpuMs(() => nameOf(text))).toBeLessThan(2000);
    },
  );

  it('takes time in proportion to length, not its square', () => {
    const cost = (length: number): number => {
      const text = 'ANGLE (NVIDIA, (('.repeat(length / 16);
      return cpuMs(() => {
        for (let i = 0; i < 50; i += 1) nameOf(text);
      });
    };
    cost(1_000);
    // A hundred times the length: its square would be ten thousand times the time.
    expect(cost(400_000)).toBeLessThan(1000 * Math.max(1, cost(4_000)));
  });
});
