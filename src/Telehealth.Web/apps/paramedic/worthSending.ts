import type { PositionFix } from '../../lib/contracts';
import { metresBetween } from '../../lib/map/geometry';

const leastMs = 1_000;
const movedMetres = 5;
export const atLeastEveryMs = 10_000;

/** At most once a second, and only when it moved or ten seconds have passed: a parked vehicle must not look lost. */
export function worthSending(last: PositionFix | null, next: PositionFix): boolean {
  if (last === null) {
    return true;
  }
  const passedMs = Date.parse(next.deviceTime) - Date.parse(last.deviceTime);
  return passedMs >= leastMs && (passedMs >= atLeastEveryMs || metresBetween(last, next) > movedMetres);
}
