import type { PositionFix } from '../../lib/contracts/paramedics';
import { metresBetween } from '../../lib/map/geometry';

const leastMs = 1_000;
const movedMetres = 5;
export const atLeastEveryMs = 10_000;
/** Farther than this from the device's clock, one of the two is wrong, and it is not known which. */
const believedMs = 30_000;

/** What went out last, and when by a clock that nobody sets. */
export interface SentFix {
  fix: PositionFix;
  atMs: number;
}

/** At most once a second, and only when it moved or ten seconds have passed: a parked vehicle must not look lost. */
export function worthSending(last: SentFix | null, next: PositionFix, steadyMs: number): boolean {
  if (last === null) {
    return true;
  }
  const passedMs = steadyMs - last.atMs;
  return passedMs >= leastMs && (passedMs >= atLeastEveryMs || metresBetween(last.fix, next) > movedMetres);
}

/**
 * When a fix was made, by the server's clock.
 * @param timestamp as the receiver says: its own time, or the device's. One that is far from the device's clock says nothing, and the
 *   fix is as new as its arrival.
 */
export function fixTime(timestamp: number, deviceNow: number, serverTime: number): number {
  const age = deviceNow - timestamp;
  return Math.abs(age) > believedMs ? serverTime : serverTime - Math.max(0, age);
}
