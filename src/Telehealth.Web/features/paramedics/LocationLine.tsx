import { fixAgeText, isStale } from '../../lib/map';
import { serverNow } from '../../lib/time';
import { Icon } from '../../lib/ui';
import type { Reach } from './crewConnection';
import type { LocationState, PositionStream } from './positionStream';

type Positions = Pick<PositionStream, 'state' | 'here' | 'refusal' | 'takenAt'>;

const labels: Record<LocationState, string> = {
  off: 'Your position is not sent.',
  asking: 'Looking for your position…',
  live: 'Dispatch sees where you are.',
  denied: 'Location is switched off for this page. Dispatch cannot find you: allow it in the browser’s site settings, then reload.',
  unavailable: 'No position. Dispatch cannot offer you jobs by distance until the device finds one.',
  refused: 'Dispatch did not get your position.',
};

/** What the crew can do about a fix that the server does not believe. */
const refusals: Readonly<Record<string, string>> = {
  'fix.inaccurate': 'GPS too inaccurate. Move away from walls and roofs.',
  'fix.future': 'The clock of this device runs ahead, so its position does not count. Set the clock.',
  'fix.too_old': 'GPS is old: the device repeats an earlier position.',
  'fix.out_of_order': 'GPS jumps back in time. Waiting for a new position.',
  'fix.impossible_speed': 'GPS jumps farther than a vehicle can drive, so it does not count.',
  'fix.out_of_range': 'GPS shows a place that does not exist.',
};

/** Whether dispatch can see the vehicle, and how old what it sees is; loud only when it cannot. */
export function LocationLine({ positions, reach }: { positions: Positions; reach: Reach }) {
  const found = positions.state.value;
  const isOld = found === 'live' && isStale(ageOf(positions) ?? 0);
  const bad = isOld || found === 'denied' || found === 'unavailable' || found === 'refused';
  return (
    <p class={`location${bad ? ' location-bad' : ''}`} role={bad ? 'alert' : 'status'} data-testid="location-state" data-state={found}>
      <Icon name={bad ? 'alert' : 'mapPin'} />
      <span>
        {isOld && reach.isLive.value ? 'Dispatch sees an old position: the device finds no new one.' : textOf(positions, reach, found)}
        <Age positions={positions} />
      </span>
    </p>
  );
}

function textOf(positions: Positions, reach: Reach, found: LocationState): string {
  if (reach.isSignedOut.value && found === 'live') return 'You are signed out: dispatch sees your last position until you sign in again.';
  if (!reach.isLive.value && found === 'live') return 'Dispatch sees your last position until the network is back.';
  const refusal = positions.refusal.value;
  if (found !== 'refused' || refusal === null) return labels[found];
  const accuracy = refusal.code === 'fix.inaccurate' ? (positions.here.value?.accuracyMetres ?? null) : null;
  return `${refusals[refusal.code] ?? refusal.text}${accuracy === null ? '' : ` (± ${Math.round(accuracy)} m)`}`;
}

/** Of the last one that the server took: that is what a dispatcher looks at. */
function Age({ positions }: { positions: Positions }) {
  const ageMs = ageOf(positions);
  if (ageMs === null) return null;
  const age = fixAgeText(ageMs);
  return <span class="numerals"> Last one {age === 'now' ? 'just now' : `${age} ago`}.</span>;
}

function ageOf(positions: Positions): number | null {
  const takenAt = positions.takenAt.value;
  return takenAt === null ? null : serverNow.value - takenAt;
}
