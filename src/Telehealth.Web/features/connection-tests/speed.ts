import type { Sample } from './LoopConnection';

export interface Speed {
  /** At least as much, in bits a second: a test that sends no more than a consult cannot see how much more there is. */
  readonly upBps: number;
  readonly downBps: number;
  /** Of packets on the whole way round, 0 to 100. */
  readonly lossPercent: number;
  readonly roundTripMs: number | null;
}

const bitsPerSecond = (bytes: number, ms: number): number => (ms > 0 ? (bytes * 8000) / ms : 0);

const between = (before: Sample, after: Sample): { upBps: number; downBps: number } => {
  const ms = after.atMs - before.atMs;
  return {
    upBps: bitsPerSecond(after.sentBytes - before.sentBytes, ms),
    downBps: bitsPerSecond(after.receivedBytes - before.receivedBytes, ms),
  };
};

/** The best second counts, because a connection begins slowly; loss counts over the whole time. */
export function speedOf(samples: readonly Sample[]): Speed | null {
  const first = samples[0];
  const last = samples[samples.length - 1];
  if (!first || !last || first === last) return null;
  let best = { upBps: 0, downBps: 0 };
  for (const [index, after] of samples.entries()) {
    const before = samples[index - 1];
    if (!before) continue;
    const now = between(before, after);
    best = { upBps: Math.max(best.upBps, now.upBps), downBps: Math.max(best.downBps, now.downBps) };
  }
  const lost = last.packetsLost - first.packetsLost;
  const received = last.packetsReceived - first.packetsReceived;
  const roundTrips = samples.flatMap((one) => (one.roundTripMs === null ? [] : [one.roundTripMs]));
  return {
    upBps: Math.max(best.upBps, last.estimateBps ?? 0),
    downBps: best.downBps,
    lossPercent: lost + received > 0 ? (100 * lost) / (lost + received) : 0,
    roundTripMs: roundTrips.length > 0 ? Math.min(...roundTrips) : null,
  };
}
