import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  duration,
  exactPercent,
  integer,
  percent,
  percentToTenth,
  quantity,
  si,
  significant,
  spread,
  UNKNOWN,
} from '@/lib/core/format';

const THIN = '\u2009';

describe('significant', () => {
  it.each([
    [0, '0'],
    [0.6012, '0.601'],
    [38.4, '38.4'],
    [7.1, '7.10'],
    [999.6, '1000'],
    [1234, '1230'],
    [0.00012345, '0.000123'],
    [-7.123, '-7.12'],
  ])('%s → %s', (value, text) => expect(significant(value)).toBe(text));

  it('stays within half a unit of the third digit', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 1e15, noNaN: true }), (value) => {
        expect(Math.abs(Number(significant(value)) - value)).toBeLessThanOrEqual(
          value * 0.005 * (1 + 1e-9),
        );
      }),
    );
  });
});

describe('si', () => {
  it.each([
    [3_504_872, 'params', `3.50${THIN}Mparams`],
    [601_548_544, 'FLOPs', `602${THIN}MFLOPs`],
    [999_999, 'B', `1.00${THIN}MB`],
    [96, 'FLOPs', `96${THIN}FLOPs`],
    [1, '', `1${THIN}`],
    [9.6, 'B', `9.60${THIN}B`],
    [2, 's', `2.00${THIN}s`],
    [0, 's', `0${THIN}s`],
    [null, 's', UNKNOWN],
  ])('%s %s', (value, unit, text) => expect(si(value, unit)).toBe(text));

  it('never prints a mantissa of 1000 or more below peta', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-9, max: 9.9e14, noNaN: true }), (value) => {
        expect(Number.parseFloat(si(value, 'B'))).toBeLessThan(1000);
      }),
    );
  });
});

it('durations choose their unit', () => {
  expect(duration(7.123)).toBe(`7.12${THIN}ms`);
  expect(duration(0.84)).toBe(`840${THIN}µs`);
  expect(duration(1200)).toBe(`1.20${THIN}s`);
});

it('quantities and integers keep their digits', () => {
  expect(quantity(38.41, 'GFLOPS')).toBe(`38.4${THIN}GFLOPS`);
  expect(integer(3_504_872)).toBe(`3${THIN}504${THIN}872`);
  expect(integer(2n ** 60n)).toBe('1\u2009152\u2009921\u2009504\u2009606\u2009846\u2009976');
});

describe('spread', () => {
  it.each([
    [0.0182, 0.00015, 's', `±0.15${THIN}ms`],
    [0.00084, 0.0000121, 's', `±12${THIN}µs`],
    [1.2, 0.0004, 's', `±0.00040${THIN}s`],
    [38.4e9, 0.6e9, 'FLOPS', `±0.60${THIN}GFLOPS`],
    [0.0182, Number.NaN, 's', UNKNOWN],
  ])('%s ± %s keeps the prefix of the value', (value, half, unit, text) =>
    expect(spread(value, half, unit)).toBe(text),
  );
});

it('percents have three digits, those they were set with, or one decimal', () => {
  expect(percent(0.0712)).toBe(`7.12${THIN}%`);
  expect(percent(Number.NaN)).toBe(UNKNOWN);
  expect(exactPercent(0.95)).toBe(`95${THIN}%`);
  expect(exactPercent(1 / 100)).toBe(`1${THIN}%`);
  expect(exactPercent(0.025)).toBe(`2.5${THIN}%`);
  expect(percentToTenth(0.0712)).toBe(`7.1${THIN}%`);
});
