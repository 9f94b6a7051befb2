import { describe, expect, it } from 'vitest';
import type { IncidentView } from '../../../lib/contracts/dispatching';
import { anAssignment, anEmergency } from '../../emergencies/testRows';
import { frameAt, lastSeen, Replay, spanOf, tracksOf } from './replay';

const entry = (sequence: number, at: string) => ({ sequence, at, deviceTime: null, kind: 'emergency.raised', actorName: 'Hana', text: '' });
const seen = (callSign: string, latitude: number, at: string) => ({ unitId: `unit-${callSign}`, callSign, latitude, longitude: 9, at });
const incident: IncidentView = {
  emergency: anEmergency('E-1'),
  priorityReasons: [],
  assignments: [anAssignment('A11', { status: 'declined' }), anAssignment('A12', { status: 'clear' })],
  timeline: [entry(1, '2026-01-01T10:00:00Z'), entry(2, '2026-01-01T10:02:00Z')],
  track: [seen('A12', 48.1, '2026-01-01T10:01:00Z'), seen('A12', 48.2, '2026-01-01T10:03:00Z')],
};
const mark = {
  id: 'E-1',
  label: 'P2',
  words: '',
  latitude: 48,
  longitude: 9,
  accuracyMetres: null,
  priority: 2,
  covered: true,
  open: false,
};

describe('a replay', () => {
  it('reaches from the first record to the last, of whichever kind', () => {
    expect(spanOf(incident)).toEqual({ from: Date.parse('2026-01-01T10:00:00Z'), to: Date.parse('2026-01-01T10:03:00Z') });
  });

  it('shows what had been recorded by then and nothing in between', () => {
    const frame = frameAt(incident, Date.parse('2026-01-01T10:02:30Z'));
    expect(frame.entries.map((shown) => shown.sequence)).toEqual([1, 2]);
    expect(frame.path.map((point) => point.latitude)).toEqual([48.1]);
  });

  it('tells several units apart, each in its own order', () => {
    const points = [
      seen('A12', 48.2, '2026-01-01T10:03:00Z'),
      seen('A9', 48.5, '2026-01-01T10:02:00Z'),
      seen('A12', 48.1, '2026-01-01T10:01:00Z'),
    ];
    expect(tracksOf(points).map((track) => [track.callSign, track.points.map((point) => point.latitude)])).toEqual([
      ['A9', [48.5]],
      ['A12', [48.1, 48.2]],
    ]);
    const replay = new Replay({ ...incident, track: points }, mark);
    replay.seek(Date.parse('2026-01-01T10:02:30Z'));
    expect(replay.mapUnits.value.map((unit) => [unit.callSign, unit.latitude])).toEqual([
      ['A9', 48.5],
      ['A12', 48.1],
    ]);
  });

  it('says how far back a position is', () => {
    expect(lastSeen(incident.track, Date.parse('2026-01-01T10:00:30Z'))).toBe('no position yet');
    expect(lastSeen(incident.track, Date.parse('2026-01-01T10:01:20Z'))).toBe('seen 0:20 earlier');
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
