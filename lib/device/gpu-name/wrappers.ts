// Drivers that stand in front of another GPU and name it in parentheses: emulators and virtual GPUs (the result is
// virtual), and Mesa layers over another API (the GPU below is the real one). Also the prefixes Mesa puts before names.

export interface Layered {
  readonly text: string;
  readonly virtual: boolean;
}

interface Layer {
  readonly start: RegExp;
  readonly virtual: boolean;
}

const LAYERS: readonly Layer[] = [
  { start: /^Android Emulator OpenGL ES Translator ?\(/i, virtual: true },
  { start: /^Virtio-GPU Venus ?\(/i, virtual: true },
  { start: /^virgl ?\(/i, virtual: true },
  { start: /^zink(?: Vulkan [\d.]+)? ?\(/i, virtual: false },
  { start: /^(?:Microsoft Corporation )?D3D12 ?\(/i, virtual: false },
];

const PREFIXES =
  /^(?:Gallium [\d.]+ on|Mesa DRI|Mesa|Turnip|ATI Technologies Inc\.?|Advanced Micro Devices,? Inc\.?|Imagination Technologies|Qualcomm,? (?:Inc\.?|Technologies,? Inc\.?)) /i;

export function unwrapLayers(text: string): Layered {
  let rest = text;
  let virtual = false;
  for (let depth = 0; depth < 3; depth += 1) {
    rest = rest.replace(PREFIXES, '');
    const layer = LAYERS.find(({ start }) => start.test(rest));
    if (layer === undefined) break;
    virtual ||= layer.virtual;
    const opened = rest.indexOf('(') + 1;
    rest = rest
      .slice(opened)
      .replace(/\)\s*$/, '')
      .trim();
  }
  return { text: rest, virtual };
}
