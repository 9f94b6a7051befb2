import { backoffDelayMs, type Backoff } from './backoff';

const waiting = new Set<() => void>();

/** Whoever has just heard from the server says so: what waits for it need not wait out its time. */
export function serverHeard(): void {
  for (const go of [...waiting]) go();
}

/** Until the network or the server is back, and at most for so long. */
export function untilWorthTrying(ms: number): Promise<void> {
  return new Promise((done) => {
    const go = (): void => {
      clearTimeout(timer);
      globalThis.removeEventListener?.('online', go);
      waiting.delete(go);
      done();
    };
    const timer = setTimeout(go, ms);
    globalThis.addEventListener?.('online', go);
    waiting.add(go);
  });
}

/** Often at first, then twice a minute: for what a page can do without and should not. */
const patient: Backoff = { firstMs: 1_000, longestMs: 30_000 };

/**
 * Tries again until it has come, or nobody wants it any more; null then. The first try is made after a wait: it follows one that failed.
 */
export async function keepTrying<T>(act: () => Promise<T>, isUnwanted: () => boolean): Promise<T | null> {
  for (let attempt = 0; ; attempt++) {
    await untilWorthTrying(backoffDelayMs(attempt, Math.random(), patient));
    if (isUnwanted()) return null;
    try {
      return await act();
    } catch {
      // The next one may do better.
    }
  }
}
