export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/** 0.3 s to 5 s: quick enough for a lift ride, slow enough that a restarted server is not stormed. */
export const reconnectBackoff: Backoff = { firstMs: 300, longestMs: 5000 };

/** Doubling with jitter: between half and the whole of the step, so that clients that dropped together come back apart. */
export function backoffDelayMs(attempt: number, random: number, backoff: Backoff = reconnectBackoff): number {
  const step = Math.min(backoff.longestMs, backoff.firstMs * 2 ** Math.min(attempt, 16));
  return Math.max(backoff.firstMs, step * (0.5 + random / 2));
}
