import { describe, expect, it } from 'vitest';
import type { IncidentView } from '../../lib/contracts';
import { frameAt, Replay, spanOf, trackOwner } from './replay';
import { anAssignment, anEmergency } from './testRows';

const entry = (sequence: number, at: string) => ({ sequence, at, deviceTime: null, kind: 'emergency.raised', actorName: 'Hana', text: '' });
const incident: IncidentView = {
  emergency: anEmergency('E-1'),
  priorityReasons: [],
  assignments: [anAssignment('A11', { status: 'declined' }), anAssignment('A12', { status: 'clear' })],
  timeline: [entry(1, '2026-01-01T10:00:00Z'), entry(2, '2026-01-01T10:02:00Z')],
  track: [{ unitId: 'u1', callSign: 'A11', latitude: 48.1, longitude: 9, at: '2026-01-01T10:01:00Z' }, { unitId: 'u1', callSign: 'A11', latitude: 48.2, longitude: 9, at: '2026-01-01T10:03:00Z' }],
};
const mark = { id: 'E-1', label: 'P2', words: '', latitude: 48, longitude: 9, accuracyMetres: null, urgent: true, open: false };

describe('a replay', () => {
  it('reaches from the first record to the last, of whichever kind', () => {
    expect(spanOf(incident)).toEqual({ from: Date.parse('2026-01-01T10:00:00Z'), to: Date.parse('2026-01-01T10:03:00Z') });
  });

  it('shows what had been recorded by then and nothing in between', () => {
    const frame = frameAt(incident, Date.parse('2026-01-01T10:02:30Z'));
    expect(frame.entries.map((shown) => shown.sequence)).toEqual([1, 2]);
    expect(frame.path.map((point) => point.latitude)).toEqual([48.1]);
  });

  it('names the unit only when one alone had the job', () => {
    expect(trackOwner(incident)).toBe('A12');
    expect(trackOwner({ ...incident, assignments: [...incident.assignments, anAssignment('A14')] })).toBeNull();
  });

  it('stays within what was recorded', () => {
    const replay = new Replay(incident, mark);
    replay.seek(0);
    expect(replay.at.value).toBe(replay.span.from);
    expect(replay.mapUnits.value).toEqual([]);
    replay.seek(Number.MAX_SAFE_INTEGER);
    expect(replay.at.value).toBe(replay.span.to);
    expect(replay.mapUnits.value[0]).toMatchObject({ callSign: 'A12', latitude: 48.2 });
  });
});
