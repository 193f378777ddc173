// Renderers that run on the CPU. They measure the processor, so they are named apart and never
// ranked as a GPU.
import type { Identity } from './name';
import type { Reading } from './reading';

const RENDERERS: readonly (readonly [RegExp, Identity])[] = [
  [/\bswiftshader\b/i, { vendor: 'Google', model: 'SwiftShader', architecture: 'swiftshader' }],
  [/\b(?:llvmpipe|lavapipe)\b/i, { vendor: 'Mesa', model: 'llvmpipe', architecture: 'llvmpipe' }],
  [/\bsoftpipe\b/i, { vendor: 'Mesa', model: 'softpipe', architecture: 'software' }],
  [
    /\b(?:swrast|software rasterizer)\b|^(?:mesa )?(?:x11|offscreen)$/i,
    { vendor: 'Mesa', model: 'swrast', architecture: 'software' },
  ],
  [/\b(?:openswr|swr \(llvm)/i, { vendor: 'Mesa', model: 'OpenSWR', architecture: 'software' }],
  [/\bapple software renderer\b/i, { vendor: 'Apple', model: 'Software Renderer' }],
  [
    /\b(?:microsoft basic (?:render driver|display (?:adapter|driver))|basic render driver)\b/i,
    { vendor: 'Microsoft', model: 'Basic Render Driver', architecture: 'warp' },
  ],
  [
    /^(?:microsoft )?software adapter\b/i,
    { vendor: 'Microsoft', model: 'Software Adapter', architecture: 'warp' },
  ],
  [/^standard vga\b|^vgasave\b/i, { vendor: 'Microsoft', model: 'Standard VGA Graphics Adapter' }],
  [/\bgdi generic\b/i, { vendor: 'Microsoft', model: 'GDI Generic' }],
];

/** The software renderer that a string names; null for hardware. */
export function softwareRenderer({ words, notes }: Reading): Identity | null {
  const text = [words, ...notes].join(' ');
  const known = RENDERERS.find(([pattern]) => pattern.test(text))?.[1];
  return known === undefined ? null : { ...known, software: true };
}

/**
 * Dawn's architectures for CPU adapters: google/swiftshader, mesa/llvmpipe, mesa/software,
 * microsoft/warp.
 */
export function softwareArchitecture(architecture: string): Identity | null {
  const known: Record<string, Identity> = {
    swiftshader: { vendor: 'Google', model: 'SwiftShader', architecture },
    llvmpipe: { vendor: 'Mesa', model: 'llvmpipe', architecture },
    software: { vendor: 'Mesa', model: 'llvmpipe', architecture },
    warp: { vendor: 'Microsoft', model: 'Basic Render Driver', architecture },
  };
  const found = Object.hasOwn(known, architecture) ? known[architecture] : undefined;
  return found === undefined ? null : { ...found, software: true };
}
