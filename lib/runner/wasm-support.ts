// What of WebAssembly a browser has, asked with modules of a few bytes: they validate where it
// knows the instructions in them. Nothing is compiled or run.
import type { WasmSupport } from './plan';

/** Magic and version; one type () → v128; one function of it, whose body follows. */
const moduleOf = (...body: readonly number[]): Uint8Array<ArrayBuffer> =>
  Uint8Array.of(
    ...[0x00, 0x61, 0x73, 0x6d, 0x01, 0x00, 0x00, 0x00],
    ...[0x01, 0x05, 0x01, 0x60, 0x00, 0x01, 0x7b],
    ...[0x03, 0x02, 0x01, 0x00],
    ...[0x0a, body.length + 4, 0x01, body.length + 2, 0x00],
    ...body,
    0x0b,
  );

/** i32.const 0, i32x4.splat. */
const SIMD = moduleOf(0x41, 0x00, 0xfd, 0x11);

/**
 * i32.const 0, i32x4.splat, i32x4.relaxed_trunc_f32x4_s (0xfd 0x101, by the opcode table of
 * https://github.com/WebAssembly/relaxed-simd).
 */
const RELAXED_SIMD = moduleOf(0x41, 0x00, 0xfd, 0x11, 0xfd, 0x81, 0x02);

const validates = (module: Uint8Array<ArrayBuffer>): boolean => {
  try {
    return WebAssembly.validate(module) === true;
  } catch {
    return false;
  }
};

const hasWasm = (): boolean =>
  typeof WebAssembly === 'object' && typeof WebAssembly.validate === 'function';

/** Asks the browser whether it has WebAssembly, and with SIMD. */
export const wasmSupport = (): WasmSupport =>
  !hasWasm() ? 'none' : validates(SIMD) ? 'simd' : 'no-simd';

/** Asks the browser whether it has relaxed SIMD; null where WebAssembly cannot be asked. */
export const hasRelaxedSimd = (): boolean | null => (hasWasm() ? validates(RELAXED_SIMD) : null);
