import { pastText, serverNow } from '../../../lib/time';
import { StatusDot } from '../../../lib/ui';
import { presenceOf } from './presence';
import { link } from './waitingRoom';

const tones = { here: 'success', away: 'warning', unknown: 'neutral' } as const;

/**
 * Whether the patient is connected with any device, in the room or outside of it.
 *
 * @param quiet says nothing where nothing is known.
 */
export function PatientOnline({ consultId, quiet = false }: { consultId: string; quiet?: boolean }) {
  // Reading the ticking clock lets what was said grow old.
  const presence = presenceOf(consultId, serverNow.value && performance.now(), link.state.value === 'live');
  if (quiet && presence.kind === 'unknown') return null;
  return (
    <span class="small presence" data-testid="patient-presence" data-presence={presence.kind}>
      <StatusDot tone={tones[presence.kind]} />
      {presence.kind === 'here' && 'Online now'}
      {presence.kind === 'away' && `Last seen ${pastText(presence.since, serverNow.value)}`}
      {presence.kind === 'unknown' && 'Not known if online'}
    </span>
  );
}
