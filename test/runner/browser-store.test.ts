// The door to the browser's storage, in each way in which it can be shut.
import { afterEach, describe, expect, it } from 'vitest';
import { localStore, remembers, tabStore } from '@/lib/runner/browser-store';
import { CheckpointWriter, readCheckpoint } from '@/lib/runner/checkpoint';
import { AS_SUITE } from '@/lib/runner/plan';
import { submitterKey } from '@/lib/runner/submitter';

const throws = (): never => {
  throw new DOMException('denied', 'SecurityError');
};
const full = (): never => {
  throw new DOMException('full', 'QuotaExceededError');
};
/** What `window` is, by the way in which the door is shut. */
const SHUT: Readonly<Record<string, object>> = {
  'the property throws': {
    get localStorage() {
      return throws();
    },
    get sessionStorage() {
      return throws();
    },
  },
  'there is none': {},
  'it is null': { localStorage: null, sessionStorage: null },
  'it is full': Object.fromEntries(
    ['localStorage', 'sessionStorage'].map((room) => [
      room,
      { getItem: () => null, setItem: full, removeItem: () => undefined },
    ]),
  ),
  'every call throws': Object.fromEntries(
    ['localStorage', 'sessionStorage'].map((room) => [
      room,
      { getItem: throws, setItem: throws, removeItem: throws },
    ]),
  ),
};

afterEach(() => {
  for (const store of [localStore, tabStore])
    for (const key of ['a', 'flopmark.submitter', 'flopmark.checkpoint']) store.removeItem(key);
  Reflect.deleteProperty(globalThis, 'window');
});

describe.each(Object.entries(SHUT))('where %s', (_how, window) => {
  it('nothing is thrown, the page keeps what it wrote, and whoever asks is told', () => {
    Object.assign(globalThis, { window });
    expect(localStore.getItem('a')).toBeNull();
    expect(localStore.setItem('a', '1')).toBe(false);
    expect(localStore.getItem('a')).toBe('1');
    localStore.removeItem('a');
    expect(localStore.getItem('a')).toBeNull();
    expect(remembers()).toBe(false);
  });

  it('a visit has one key, and no half of a run is kept', () => {
    Object.assign(globalThis, { window });
    expect(submitterKey(localStore)).toBe(submitterKey(localStore));
    CheckpointWriter.start(tabStore, {
      choice: { ...AS_SUITE, suite: 'smoke' },
      challenge: { ok: false, error: 'x' },
      startedAt: new Date(0),
    });
    expect(readCheckpoint(tabStore, () => [])).toBeNull();
  });
});

it('keeps what the browser keeps, and lets go of what it refused once it does', () => {
  const kept = new Map<string, string>();
  let isFull = true;
  const room = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => (isFull ? full() : void kept.set(key, value)),
    removeItem: (key: string) => void kept.delete(key),
  };
  Object.assign(globalThis, { window: { localStorage: room } });
  expect(localStore.setItem('a', 'old')).toBe(false);
  isFull = false;
  expect(localStore.setItem('a', 'new')).toBe(true);
  kept.set('a', 'of another tab');
  expect(localStore.getItem('a')).toBe('of another tab');
  expect(remembers()).toBe(true);
});
