import type { ConsultCard } from '../../../lib/contracts/consults';
import { whenText } from '../../../lib/time';

// The server's rule: a booked visit can be opened this long before it begins.
const opensBeforeMs = 30 * 60_000;

/** When a booked visit opens, in words, while it does not yet; null when it can be opened. */
export function opensLater(card: ConsultCard, now: number): string | null {
  if (card.phase !== 'booked' || card.bookedFor === null) return null;
  const at = Date.parse(card.bookedFor) - opensBeforeMs;
  return now < at ? whenText(new Date(at).toISOString(), now) : null;
}
