import { Icon } from '../../lib/ui';
import type { CrewDesk } from './crewDesk';
import type { LocationState } from './positionStream';

const words: Record<LocationState, string> = {
  off: 'Your position is not sent.',
  asking: 'Looking for your position…',
  live: 'Dispatch sees where you are.',
  denied: 'Location is switched off for this page. Dispatch cannot find you: allow it in the browser’s site settings, then reload.',
  unavailable: 'No position. Dispatch cannot offer you jobs by distance until the device finds one.',
  refused: 'The position was not taken.',
};

/** Whether dispatch can see the vehicle; loud only when it cannot. */
export function LocationLine({ desk }: { desk: CrewDesk }) {
  const found = desk.positions.state.value;
  const offline = desk.link.state.value !== 'live' && found === 'live';
  const text = offline ? 'Dispatch sees your last position until the network is back.' : found === 'refused' ? desk.positions.refusal.value ?? words.refused : words[found];
  const bad = found === 'denied' || found === 'unavailable' || found === 'refused';
  return (
    <p class={`location${bad ? ' location-bad' : ''}`} role={bad ? 'alert' : 'status'} data-testid="location-state" data-state={found}>
      <Icon name={bad ? 'alert' : 'mapPin'} />{text}
    </p>
  );
}
