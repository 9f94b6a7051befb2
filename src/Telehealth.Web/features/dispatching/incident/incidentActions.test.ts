import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { EmergencyRow } from '../../../lib/contracts/dispatching';
import { serverTimeNow } from '../../../lib/time/clock';
import { anEmergency } from '../../emergencies/testRows';
import { incidentActions } from './incidentActions';

/** The names of what can be done to it now. */
function possibleFor(change: Partial<EmergencyRow>): string[] {
  const actions = incidentActions({
    incident: { row: signal(anEmergency('E-1', change)), view: signal(null) },
    requests: { searchAgain: () => Promise.resolve() },
    replays: { toggle: () => undefined },
    pictures: { all: signal([]) },
    showDialog: () => undefined,
  });
  return actions.filter((action) => action.possible?.() ?? true).map((action) => action.name);
}

const inSeconds = (seconds: number): string => new Date(serverTimeNow() + seconds * 1000).toISOString();

describe('the open incident', () => {
  it('can be opened again as long as the server says', () => {
    const ended = { phase: 'completed', endedAt: inSeconds(-3_000), missing: 0 } as const;
    expect(possibleFor({ ...ended, reopensUntil: inSeconds(5) })).toContain('reopen');
    expect(possibleFor({ ...ended, reopensUntil: inSeconds(-5) })).not.toContain('reopen');
    expect(possibleFor({})).not.toContain('reopen');
  });

  it('can be searched for again while a unit is missing, also when another one has taken it', () => {
    expect(possibleFor({ missing: 1 })).toContain('search');
    expect(possibleFor({ phase: 'assigned', missing: 1 })).toContain('search');
    expect(possibleFor({ phase: 'assigned', missing: 0 })).not.toContain('search');
  });
});
