// What keeps a page from measuring is said before Run, in the words of what is missing.
import { afterEach, describe, expect, it, vi } from 'vitest';
import { obstacleHere } from '@/lib/runner/obstacle';
import { wasmSupport } from '@/lib/runner/wasm-support';

afterEach(() => {
  vi.unstubAllGlobals();
});

const whole = (): void => {
  vi.stubGlobal('isSecureContext', true);
  vi.stubGlobal('Worker', class {});
};

describe('an obstacle', () => {
  it('is none where everything is there', () => {
    whole();
    expect(obstacleHere()).toBeNull();
  });

  it.each([
    ['isSecureContext', false, /https or on localhost/],
    ['Worker', undefined, /web workers/],
    ['fetch', undefined, /fetch/],
    ['crypto', undefined, /Web Crypto/],
    ['crypto', { getRandomValues: () => undefined }, /Web Crypto/],
  ])('is named: %s is %s', (name, value, words) => {
    whole();
    vi.stubGlobal(name, value);
    expect(obstacleHere()?.why).toMatch(words);
    expect(obstacleHere()?.next).toMatch(/^Open /);
  });
});

describe('WebAssembly', () => {
  it('is asked for its SIMD', () => {
    expect(wasmSupport()).toBe('simd');
    vi.stubGlobal('WebAssembly', { validate: () => false });
    expect(wasmSupport()).toBe('no-simd');
    vi.stubGlobal('WebAssembly', undefined);
    expect(wasmSupport()).toBe('none');
  });
});
