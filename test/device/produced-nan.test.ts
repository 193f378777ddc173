import { describe, expect, it } from 'vitest';
import { producedNanByte } from '@/lib/device/produced-nan';

describe('the sign of a produced NaN', () => {
  it('is set on x86 and clear on ARM', () => {
    expect(producedNanByte()).toBe(process.arch === 'x64' ? 255 : 127);
  });

  it('stays when the code is compiled', () => {
    const seen = new Set(Array.from({ length: 20_000 }, producedNanByte));
    expect(seen.size).toBe(1);
  });
});
