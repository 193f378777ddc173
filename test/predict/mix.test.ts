// What a person pastes as a mix of devices.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readMix } from '@/lib/predict/mix';

const rowsOf = (text: string) => {
  const read = readMix(text);
  if (!read.ok) throw new Error(read.error);
  return read.value;
};
const errorOf = (text: string): string => {
  const read = readMix(text);
  return read.ok ? 'read' : read.error;
};

describe('readMix', () => {
  it('reads commas, semicolons and tabs, quotes and percent signs', () => {
    const quoted = '"ANGLE (NVIDIA, ""RTX"" 3060)"';
    for (const separator of [',', ';', '\t']) {
      const lines = [
        ['Renderer', 'User Agent', 'Share'],
        [quoted, 'Chrome', '30 %'],
        ['Apple M2', '', '10%'],
      ];
      expect(rowsOf(lines.map((cells) => cells.join(separator)).join('\r\n'))).toEqual([
        { renderer: 'ANGLE (NVIDIA, "RTX" 3060)', userAgent: 'Chrome', share: 0.75 },
        { renderer: 'Apple M2', userAgent: '', share: 0.25 },
      ]);
    }
  });

  it('takes counts with thousands and decimals with a comma', () => {
    expect(rowsOf('gpu;sessions\na;"1,000"\nb;3000').map(({ share }) => share)).toEqual([
      0.25, 0.75,
    ]);
    expect(rowsOf('gpu;share\na;2,5\nb;7,5').map(({ share }) => share)).toEqual([0.25, 0.75]);
  });

  it('says what is missing and what to do', () => {
    expect(errorOf('')).toMatch(/paste a header line/);
    expect(errorOf('renderer,share')).toMatch(/no row/);
    expect(errorOf('name,value\na,1')).toMatch(/first line must name/);
    expect(errorOf('renderer,share\na,many')).toMatch(/Line 2: the share “many” is no number/);
    expect(errorOf('renderer,share\na,-1')).toMatch(/Line 2/);
    expect(errorOf('renderer,share\na,0')).toMatch(/All shares are 0/);
    expect(errorOf(`renderer,share\n${'a,1\n'.repeat(10_001)}`)).toMatch(/10,000 rows/);
  });

  it('never throws, and shares sum to 1', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
        const read = readMix(`renderer,share\n${text}`);
        if (!read.ok) return;
        expect(read.value.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 9);
      }),
    );
  });
});
