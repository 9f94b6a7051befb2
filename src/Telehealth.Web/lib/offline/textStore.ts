/** One text that outlives the page, so that one that is closed or reloaded in a dead spot loses nothing. */
export interface TextStore {
  load(): string | null;
  /** False when it could not be kept. */
  save(text: string): boolean;
  remove(): void;
}

/** @param key the name under which browsers keep it already: a device that comes back after an update must still find what it left. */
export function browserTextStore(key: string): TextStore {
  // A browser without storage keeps nothing.
  const quietly = <T>(act: () => T, otherwise: T): T => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };
  return {
    load: () => quietly(() => localStorage.getItem(key), null),
    save: (text) => quietly(() => (localStorage.setItem(key, text), true), false),
    remove: () => quietly(() => localStorage.removeItem(key), undefined),
  };
}
