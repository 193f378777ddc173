// A value in the formats that networks are stored in: its bits, and what it is rounded to. Floating
// formats as IEEE 754-2019 has them (bfloat16: the upper half of binary32, ties to even); integers
// with one scale for the largest magnitude, as symmetric quantisation does.
import { halfBits, halfValue } from '@/lib/core/half';

export interface BitField {
  readonly name: 'sign' | 'exponent' | 'fraction' | 'integer';
  readonly bits: string;
}

export interface Format {
  readonly name: string;
  readonly fields: readonly BitField[];
  /** What the bits stand for. */
  readonly value: number;
  /** Bytes of one number. */
  readonly bytes: number;
}

const VIEW = new DataView(new ArrayBuffer(4));

/** The 32 bits of the nearest binary32. */
export function floatBits(value: number): number {
  VIEW.setFloat32(0, value);
  return VIEW.getUint32(0);
}

function floatValue(bits: number): number {
  VIEW.setUint32(0, bits);
  return VIEW.getFloat32(0);
}

/** The upper 16 bits of binary32, rounded to nearest, ties to even. Finite values only. */
export function bfloatBits(value: number): number {
  const bits = floatBits(value);
  return ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16) & 0xffff;
}

const binary = (bits: number, length: number): string => bits.toString(2).padStart(length, '0');

function floating(
  name: string,
  bits: number,
  exponent: number,
  fraction: number,
  value: number,
): Format {
  const text = binary(bits, 1 + exponent + fraction);
  return {
    name,
    value,
    bytes: text.length / 8,
    fields: [
      { name: 'sign', bits: text.slice(0, 1) },
      { name: 'exponent', bits: text.slice(1, 1 + exponent) },
      { name: 'fraction', bits: text.slice(1 + exponent) },
    ],
  };
}

/** `value` as an integer of `width` bits whose largest number stands for `largest`. */
function quantised(name: string, value: number, width: number, largest: number): Format {
  const most = 2 ** (width - 1) - 1;
  const scale = largest / most;
  const steps = Math.max(-most, Math.min(most, Math.round(value / scale)));
  const bits = binary((steps + 2 ** width) % 2 ** width, width);
  return { name, fields: [{ name: 'integer', bits }], value: steps * scale, bytes: width / 8 };
}

/** `largest` is the magnitude that the scale of int8 and int4 is made for. */
export function formatsOf(value: number, largest: number): readonly Format[] {
  const brain = bfloatBits(value);
  return [
    floating('fp32', floatBits(value), 8, 23, Math.fround(value)),
    floating('bf16', brain, 8, 7, floatValue(brain * 2 ** 16)),
    floating('fp16', halfBits(value), 5, 10, halfValue(halfBits(value))),
    quantised('int8', value, 8, largest),
    quantised('int4', value, 4, largest),
  ];
}
