// Strings of the real grammars that the reference corpus lacks, one row each: renderer → vendor |
// model | kind.
import { describe, expect, it } from 'vitest';
import {
  gpuSlug,
  gpuTitle,
  nameOf,
  nameOfAdapter,
  nameOfRenderer,
} from '@/lib/device/gpu-name/gpu-name';

const ROWS = `
ANGLE (VMware, Inc., SVGA3D; build: RELEASE;  LLVM;, OpenGL 3.3 (Core Profile) Mesa 21.2.6) | VMware | SVGA 3D | virtual
ANGLE (Mesa, llvmpipe (LLVM 15.0.7, 256 bits), OpenGL 4.5) | Mesa | llvmpipe | software
ANGLE (Mesa, Vulkan 1.3.255 (llvmpipe (LLVM 15.0.7, 256 bits) (0x00000000)), llvmpipe) | Mesa | llvmpipe | software
ANGLE (Google, Vulkan 1.3.0 (SwiftShader Device (Subzero) (0x0000C0DE)), SwiftShader driver) | Google | SwiftShader | software
D3D12 (Microsoft Basic Render Driver) | Microsoft | Basic Render Driver | software
softpipe | Mesa | softpipe | software
Apple Software Renderer | Apple | Software Renderer | software
GDI Generic | Microsoft | GDI Generic | software
Apple GPU | Apple | - | masked
ANGLE (Apple, Apple GPU, OpenGL 4.1) | Apple | - | masked
WebKit WebGL | - | - | masked
Generic Renderer, or similar | - | - | masked
Mali-T880, or similar | ARM | - | masked
ANGLE (Apple, ANGLE Metal Renderer: Apple M4 Max, Version 15.1 (Build 24B83)) | Apple | M4 Max | gpu
Apple M2 Ultra | Apple | M2 Ultra | gpu
Apple A17 Pro GPU | Apple | A17 Pro | gpu
ANGLE (Qualcomm, Vulkan 1.1.128 (Adreno (TM) 650 (0x06050002)), Qualcomm Technologies Inc. Adreno Vulkan Driver-512.502.0) | Qualcomm | Adreno 650 | gpu
Turnip Adreno (TM) 630 | Qualcomm | Adreno 630 | gpu
ANGLE (Mesa, FD740, OpenGL ES 3.2) | Qualcomm | Adreno 740 | gpu
Adreno (TM) 642L | Qualcomm | Adreno 642L | gpu
ANGLE (ARM, Vulkan 1.3.231 (Mali-G710 MC10 (0xA8620000)), Mali) | ARM | Mali-G710 MC10 | gpu
Mali-G52 r1 (Panfrost) | ARM | Mali-G52 | gpu
Mali-G715-Immortalis MC10 | ARM | Immortalis-G715 MC10 | gpu
Immortalis-G925 MC12 | ARM | Immortalis-G925 MC12 | gpu
Mali-G1-Ultra MC12 | ARM | Mali-G1-Ultra MC12 | gpu
ANGLE (Imagination Technologies, PowerVR Rogue GE8320, OpenGL ES 3.2) | Imagination | PowerVR Rogue GE8320 | gpu
ANGLE (Samsung Electronics Co., Ltd., ANGLE (Samsung Xclipse 940) on Vulkan 1.3.279, OpenGL ES 3.2) | Samsung | Xclipse 940 | gpu
ANGLE (Samsung Xclipse 530) on Vulkan 1.3.279 | Samsung | Xclipse 530 | gpu
ANGLE (Huawei, Maleoon 910, OpenGL ES 3.2) | Huawei | Maleoon 910 | gpu
ANGLE (Moore Threads, MTT S80 (0x00000201) Direct3D11 vs_5_0 ps_5_0, D3D11) | Moore Threads | MTT S80 | gpu
ANGLE (0x00001D17, ZX C-960 GPU (0x00003A04) Direct3D11 vs_5_0 ps_5_0, D3D11) | Zhaoxin | ZX C-960 | gpu
ANGLE (Glenfly, Glenfly Arise-GT-10C0 (0x00003D02) Direct3D11 vs_5_0 ps_5_0, D3D11) | Glenfly | Arise-GT-10C0 | gpu
NVIDIA ION LE | NVIDIA | ION LE | gpu
RX 7900 XTX | AMD | Radeon RX 7900 XTX | gpu
Radeon RX550/550 Series | AMD | Radeon RX 550 | gpu
AMD Radeon Pro W6800X Duo | AMD | Radeon Pro W6800X Duo | gpu
V3D 4.2 | Broadcom | V3D 4.2 | gpu
AMD Radeon RX 6700 XT (radeonsi, navi22, LLVM 15.0.7, DRM 3.49, 6.2.0) | AMD | Radeon RX 6700 XT | gpu
ANGLE (AMD, Vulkan 1.3.274 (AMD Radeon RX 6900 XT (RADV NAVI21) (0x000073BF)), radv) | AMD | Radeon RX 6900 XT | gpu
AMD Ryzen 7 7840U w/ Radeon 780M Graphics (radeonsi, gfx1103_r1, LLVM 17.0.6, DRM 3.54, 6.5.0) | AMD | Radeon 780M | gpu
AMD Ryzen 9 7950X 16-Core Processor (radeonsi, raphael_mendocino, LLVM 17.0.6, DRM 3.57, 6.8.0) | AMD | Radeon Graphics | gpu
AMD Custom GPU 0405 (radeonsi vangogh LLVM 15.0.7) | AMD | Custom GPU 0405 | gpu
AMD Radeon PRO W7900 | AMD | Radeon PRO W7900 | gpu
AMD Radeon RX 7600M XT | AMD | Radeon RX 7600M XT | gpu
AMD Radeon RX 6800S | AMD | Radeon RX 6800S | gpu
AMD Radeon RX Vega 64 | AMD | Radeon RX Vega 64 | gpu
AMD Radeon R9 Fury X | AMD | Radeon R9 Fury X | gpu
ANGLE (ASUS HD7770 Series Direct3D9Ex vs_3_0 ps_3_0) | AMD | Radeon HD 7770 Series | gpu
Gallium 0.4 on AMD CEDAR | AMD | - | gpu
NVIDIA GeForce RTX 3080 Ti Laptop GPU/PCIe/SSE2 | NVIDIA | GeForce RTX 3080 Ti Laptop GPU | gpu
ANGLE (NVIDIA, NVIDIA GeForce RTX 2080 Super with Max-Q Design (0x00001ED3) Direct3D11 vs_5_0 ps_5_0, D3D11) | NVIDIA | GeForce RTX 2080 SUPER with Max-Q Design | gpu
ANGLE (NVIDIA, Vulkan 1.3.260 (NVIDIA NVIDIA GeForce RTX 4090 (0x00002684)), NVIDIA-545.29.6.0) | NVIDIA | GeForce RTX 4090 | gpu
zink Vulkan 1.3(NVIDIA GeForce RTX 3060 (NVK GA106)) | NVIDIA | GeForce RTX 3060 | gpu
NVIDIA RTX PRO 6000 Blackwell Workstation Edition | NVIDIA | RTX PRO 6000 Blackwell Workstation Edition | gpu
NVIDIA RTX A2000 8GB Laptop GPU | NVIDIA | RTX A2000 8GB Laptop GPU | gpu
NVIDIA A100-SXM4-40GB | NVIDIA | A100-SXM4-40GB | gpu
NVIDIA A10-24Q | NVIDIA | A10-24Q | virtual
NVIDIA Graphics Device | NVIDIA | - | gpu
NV117 | NVIDIA | - | gpu
Tesla T4/PCIe/SSE2 | NVIDIA | Tesla T4 | gpu
NVIDIA Tegra X1 (nvgpu)/integrated | NVIDIA | Tegra X1 | gpu
Intel(R) Arc(TM) Pro A40/A50 Graphics | Intel | Arc Pro A40/A50 | gpu
Intel(R) Iris(R) Xe MAX Graphics | Intel | Iris Xe MAX Graphics | gpu
Mesa Intel(R) Arc(tm) A770 Graphics (DG2) | Intel | Arc A770 | gpu
ANGLE (Microsoft Corporation, D3D12 (Intel(R) Iris(R) Xe Graphics), OpenGL 4.2) | Intel | Iris Xe Graphics | gpu
Mesa DRI Intel(R) Haswell Mobile | Intel | - | gpu
Intel 945GM | Intel | 945GM | gpu
Intel(R) Data Center GPU Flex 170 | Intel | Data Center GPU Flex 170 | gpu
virgl (AMD Radeon RX 6600 (radeonsi, navi23, LLVM 15.0.7)) | AMD | Radeon RX 6600 | virtual
virgl (LLVMPIPE (LLVM 15.0.7, 256 bits)) | Mesa | llvmpipe | software
Virtio-GPU Venus (NVIDIA GeForce RTX 3090) | NVIDIA | GeForce RTX 3090 | virtual
VirtualBox Graphics Adapter (WDDM) | Oracle | VirtualBox Graphics Adapter | virtual
Microsoft Hyper-V Video | Microsoft | Hyper-V Video | virtual
Red Hat QXL GPU | Red Hat | QXL | virtual
Microsoft Direct3D12 (AMD Radeon(TM) Graphics) | AMD | Radeon Graphics | gpu
AMD Radeon HD 8600 / 8700M | AMD | Radeon HD 8600 / 8700M | gpu
AMD Radeon Vega 3 / 10 Graphics | AMD | Radeon Vega 3 / 10 | gpu
ANGLE (AMD, AMD Radeon HD 7640G + HD 7600M Dual Graphics (0x00009903) Direct3D11 vs_5_0 ps_5_0, D3D11) | AMD | Radeon HD 7640G + HD 7600M Dual Graphics | gpu
AMD Radeon R5 M330 Dual Graphics | AMD | Radeon R5 M330 Dual Graphics | gpu
Mesa DRI R300 (RS690 791E) | AMD | - | gpu
ANGLE (RDPDD Chained DD Direct3D9Ex vs_3_0 ps_3_0) | Microsoft | RDPDD Chained DD | virtual
RDPUDD Chained DD | Microsoft | RDPUDD Chained DD | virtual
RDP Encoder Mirror Driver | Microsoft | RDP Encoder Mirror Driver | virtual
ANGLE (Unknown, Parsec Virtual Display Adapter Direct3D11 vs_5_0 ps_5_0, D3D11) | Parsec | Virtual Display Adapter | virtual
Citrix Indirect Display Adapter | Citrix | Display Adapter | virtual
Virtual Display Driver by MTT | - | - | virtual
IddSampleDriver Device | - | - | virtual
Standard VGA Graphics Adapter | Microsoft | Standard VGA Graphics Adapter | software
NVIDIA Thor | NVIDIA | Thor | gpu
nBYsWLly5cOmTJEi | - | - | unknown
ANGLE (Unknown, Strange Thing 9000 Direct3D11 vs_5_0 ps_5_0, D3D11) | - | - | unknown
`
  .trim()
  .split('\n')
  .map((row) => row.split(' | '));

describe('real strings beyond the corpus', () => {
  it.each(ROWS)('%s', (renderer = '', vendor, model, kind) => {
    const name = nameOf(renderer);
    expect([name.vendor ?? '-', name.model ?? '-', name.kind]).toEqual([vendor, model, kind]);
  });
});

describe('what the name says besides the model', () => {
  it('keeps the variant apart', () => {
    expect(nameOfRenderer('NVIDIA GeForce RTX 4070 Ti SUPER').variant).toBe('Ti SUPER');
    expect(nameOfRenderer('AMD Radeon RX 7900 XTX').variant).toBe('XTX');
    expect(nameOfRenderer('Mali-G57 MC2').variant).toBe('MC2');
    expect(nameOfRenderer('Apple M1 Pro').variant).toBe('Pro');
    expect(nameOfRenderer('NVIDIA GeForce RTX 4090').variant).toBeNull();
  });

  it('derives the architecture from the PCI id, the chip or the number, in the words of WebGPU', () => {
    const architecture = (renderer: string) => nameOfRenderer(renderer).architecture;
    expect(
      architecture(
        'ANGLE (NVIDIA, NVIDIA GeForce RTX 4090 (0x00002684) Direct3D11 vs_5_0 ps_5_0, D3D11)',
      ),
    ).toBe('lovelace');
    expect(architecture('NVIDIA GeForce RTX 3060 (NVK GA106)')).toBe('ampere');
    expect(architecture('AMD Radeon RX 6800 XT (radeonsi navi21 LLVM 20.1.2)')).toBe('rdna-2');
    expect(architecture('ANGLE (Intel, Mesa Intel(R) UHD Graphics (TGL GT2), OpenGL ES 3.2)')).toBe(
      'gen-12lp',
    );
    expect(architecture('Adreno (TM) 750')).toBe('adreno-7xx');
    expect(architecture('NVIDIA GeForce GT 730')).toBeNull();
  });

  it('names the processor where the GPU does', () => {
    expect(nameOfRenderer('Apple M3 Max').soc).toBe('Apple M3 Max');
    expect(nameOfRenderer('AMD Ryzen AI 9 HX 370 w/ Radeon 890M (radeonsi, gfx1150)').soc).toBe(
      'Ryzen AI 9 HX 370',
    );
  });

  it('marks names that cover several sizes', () => {
    for (const renderer of [
      'Intel(R) UHD Graphics',
      'AMD Radeon(TM) Graphics',
      'Mali-G78',
      'AMD Radeon R7 200 Series',
    ])
      expect(nameOfRenderer(renderer).ambiguous).toBe(true);
    for (const renderer of [
      'Intel(R) UHD Graphics 630',
      'AMD Radeon RX 580 Series',
      'Mali-G78 MP14',
      'Apple M1',
    ])
      expect(nameOfRenderer(renderer).ambiguous).toBeUndefined();
  });

  it('never gives a virtual, software or masked GPU the page of a real one', () => {
    const real = gpuSlug(nameOfRenderer('NVIDIA GeForce RTX 3090'));
    expect(real).toBe('nvidia-geforce-rtx-3090');
    expect(gpuSlug(nameOfRenderer('Virtio-GPU Venus (NVIDIA GeForce RTX 3090)'))).toBe(
      `virtual-${real}`,
    );
    expect(gpuSlug(nameOfRenderer('NVIDIA GeForce RTX 3090, or similar'))).toBe(
      'masked-nvidia-gpu',
    );
    expect(gpuTitle(nameOfRenderer('Apple GPU'))).toBe('Apple GPU, masked by the browser');
  });
});

describe('WebGPU adapter info', () => {
  it('reads vendor and architecture, which is all that browsers give', () => {
    expect(nameOfAdapter({ vendor: 'nvidia', architecture: 'ampere' })).toEqual({
      kind: 'gpu',
      vendor: 'NVIDIA',
      model: null,
      variant: null,
      architecture: 'ampere',
    });
  });

  it('takes a description only where it agrees with the vendor', () => {
    const fields = { vendor: 'nvidia', architecture: 'lovelace', device: '0x2684' };
    expect(nameOfAdapter({ ...fields, description: 'NVIDIA GeForce RTX 4090' })).toMatchObject({
      model: 'GeForce RTX 4090',
      pciId: '0x2684',
    });
    expect(nameOfAdapter({ ...fields, description: 'Intel(R) UHD Graphics 630' }).model).toBeNull();
  });

  it('knows the CPU adapters of Dawn', () => {
    for (const [vendor, architecture] of [
      ['google', 'swiftshader'],
      ['mesa', 'llvmpipe'],
      ['mesa', 'software'],
      ['microsoft', 'warp'],
    ])
      expect(nameOfAdapter({ vendor, architecture }).kind).toBe('software');
  });

  it('calls blanks and repeated vendors masked', () => {
    expect(nameOfAdapter({}).kind).toBe('masked');
    const safari = {
      vendor: 'apple',
      architecture: 'apple',
      device: 'apple',
      description: 'apple',
    };
    expect(nameOfAdapter(safari)).toMatchObject({ kind: 'masked', vendor: 'Apple' });
  });
});
