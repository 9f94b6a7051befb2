import type { EmergencyRow } from '../../../lib/contracts/dispatching';
import { serverNow } from '../../../lib/time/clock';
import { clockDuration } from '../../../lib/time/duration';

/** How long the asked unit still has to answer. */
export function OfferCountdown({ row }: { row: EmergencyRow }) {
  const deadline = row.phase === 'offered' ? (row.assignment?.deadline ?? null) : null;
  if (deadline === null) return null;
  const left = Date.parse(deadline) - serverNow.value;
  return <span class="countdown numerals">{left > 0 ? `answers within ${clockDuration(left)}` : 'time is up'}</span>;
}
