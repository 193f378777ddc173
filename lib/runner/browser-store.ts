// The one door to what a browser keeps for this site. The door may be shut (site data blocked: the
// property itself throws), missing, or lead into a full room. What the browser refuses is kept for
// as long as this page lives, so that a run still has one key, and the caller is told.

export interface BrowserStore {
  /** Null where nothing is kept under `key`, or nothing can be read. */
  getItem(key: string): string | null;
  /** False where the browser does not keep it: it is forgotten with the page. */
  setItem(key: string, value: string): boolean;
  removeItem(key: string): void;
}

type Room = 'localStorage' | 'sessionStorage';

class FallibleStore implements BrowserStore {
  readonly #room: Room;
  /** What the browser refused to keep. */
  readonly #refused = new Map<string, string>();

  constructor(room: Room) {
    this.#room = room;
  }

  getItem(key: string): string | null {
    const refused = this.#refused.get(key);
    if (refused !== undefined) return refused;
    try {
      return window[this.#room].getItem(key);
    } catch {
      return null;
    }
  }

  setItem(key: string, value: string): boolean {
    try {
      window[this.#room].setItem(key, value);
      this.#refused.delete(key);
      return true;
    } catch {
      this.#refused.set(key, value);
      return false;
    }
  }

  removeItem(key: string): void {
    this.#refused.delete(key);
    try {
      window[this.#room].removeItem(key);
    } catch {
      // Nothing is kept there either.
    }
  }
}

/** Kept from visit to visit. */
export const localStore: BrowserStore = new FallibleStore('localStorage');
/** Kept in this tab, over reloads. */
export const tabStore: BrowserStore = new FallibleStore('sessionStorage');

const PROBE = 'flopmark.probe';

/** Whether this browser keeps anything for the site from one visit to the next. */
export function remembers(store: BrowserStore = localStore): boolean {
  const kept = store.setItem(PROBE, '1');
  store.removeItem(PROBE);
  return kept;
}
