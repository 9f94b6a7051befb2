import type { ConsultCard } from '../../../lib/contracts/consults';
import { opensBeforeMs } from '../../../lib/contracts/domain/consults';
import { whenText } from '../../../lib/time';

/** When a booked visit opens, in words, while it does not yet; null when it can be opened. */
export function opensLater(card: ConsultCard, now: number): string | null {
  if (card.phase !== 'booked' || card.bookedFor === null) return null;
  const at = Date.parse(card.bookedFor) - opensBeforeMs;
  return now < at ? whenText(new Date(at).toISOString(), now) : null;
}
