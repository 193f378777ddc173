// The support table against a new trial in Chromium, whose WebGPU is software: what it says of WASM
// and WebGPU is what they do today.
import { describe, expect, it } from 'vitest';
import { SUPPORT } from '@/lib/models/forms/support';
import { trySupport } from '@/scripts/zoo/support';

describe('support table', () => {
  it('is what Chromium runs', async () => {
    expect(await trySupport()).toEqual(SUPPORT);
  });
});
