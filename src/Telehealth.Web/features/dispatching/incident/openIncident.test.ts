import { signal } from '@preact/signals';
import { describe, expect, it } from 'vitest';
import type { EmergencyRow, IncidentView } from '../../../lib/contracts/dispatching';
import { anEmergency } from '../../emergencies/testRows';
import { failed, type Fault, type Outcome, succeeded } from '../../../lib/realtime/outcome';
import { OpenIncident } from './openIncident';

const view = (id: string, version: number): IncidentView => ({
  emergency: anEmergency(id, { version }),
  priorityReasons: [],
  assignments: [],
  timeline: [],
  track: [],
});

/** A server that answers when the test says so, in whichever order. */
function console() {
  const asked: { id: string; answer: (outcome: Outcome<IncidentView>) => Promise<void> }[] = [];
  const fault = signal<Fault | null>(null);
  const rows = new Map<string, EmergencyRow>();
  const link = {
    state: signal('reconnecting' as const),
    call: {
      Incident: (id: string) =>
        new Promise<Outcome<IncidentView>>((resolve) => {
          asked.push({
            id,
            answer: async (outcome) => {
              resolve(outcome);
              await Promise.resolve();
              await Promise.resolve();
            },
          });
        }),
    },
  };
  const emergencies = signal<ReadonlyMap<string, EmergencyRow>>(rows);
  const incident = new OpenIncident(link as never, { emergencies, putEmergency: () => undefined }, fault);
  return { incident, asked, fault, stop: incident.start() };
}

describe('the open incident', () => {
  it('that has left the board is shown as it was read', async () => {
    const { incident, asked, stop } = console();
    incident.show('over');
    expect(incident.row.value).toBeNull();
    await asked[0]?.answer(succeeded(view('over', 3)));
    expect(incident.row.value?.version).toBe(3);
    stop();
  });

  it('does not go back to an answer that was asked for before a newer one', async () => {
    const { incident, asked, stop } = console();
    incident.show('fall');
    incident.readAgain();
    await asked[1]?.answer(succeeded(view('fall', 5)));
    await asked[0]?.answer(succeeded(view('fall', 4)));
    expect(incident.view.value?.emergency.version).toBe(5);
    stop();
  });

  it('takes no answer about one that was open before it', async () => {
    const { incident, asked, stop } = console();
    incident.show('first');
    incident.show('second');
    await asked[0]?.answer(succeeded(view('first', 1)));
    expect(incident.view.value).toBeNull();
    stop();
  });

  it('leaves what was read and refused behind when another is opened', async () => {
    const { incident, asked, fault, stop } = console();
    incident.show('first');
    await asked[0]?.answer(failed('refused', 'emergency.not_found', 'There is no such emergency.'));
    expect(fault.value?.text).toBe('There is no such emergency.');
    incident.show('second');
    expect(fault.value).toBeNull();
    stop();
  });
});
