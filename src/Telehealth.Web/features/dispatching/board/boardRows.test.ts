import { describe, expect, it } from 'vitest';
import type { Board } from '../../../lib/contracts/dispatching';
import type { UnitRow } from '../../../lib/contracts/units';
import { anEmergency } from '../../emergencies/testRows';
import { aUnit } from '../../units/testUnits';
import { BoardRows } from './boardRows';

const unit = (version: number, change: Partial<UnitRow> = {}): UnitRow => aUnit('A11', { id: 'u', version, ...change });

const board = (units: UnitRow[]): Board => ({
  emergencies: [],
  units,
  fixes: [],
  alarms: [],
  mode: { overload: false, waiting: 0, free: 1, since: '2026-01-01T09:00:00Z' },
  desks: [],
  serverTime: '2026-01-01T10:00:00Z',
});

describe('the board', () => {
  it('ignores a row that was overtaken on its way', () => {
    const rows = new BoardRows();
    rows.putUnit(unit(3, { status: 'assigned' }));
    rows.putUnit(unit(2));
    expect(rows.roster.value[0]?.status).toBe('assigned');
  });

  it('drops a unit that went home, and a late message does not bring it back', () => {
    const rows = new BoardRows();
    rows.putUnit(unit(1));
    rows.putUnit(unit(3, { status: 'offShift' }));
    rows.putUnit(unit(2));
    expect(rows.roster.value).toEqual([]);
  });

  it('forgets what a snapshot no longer has', () => {
    const rows = new BoardRows();
    rows.putUnit(unit(1));
    rows.expectSnapshot();
    rows.replace(board([]));
    expect(rows.roster.value).toEqual([]);
  });

  it('keeps what was told while the snapshot was on its way', () => {
    const rows = new BoardRows();
    rows.expectSnapshot();
    rows.putUnit(unit(5, { status: 'offered' }));
    rows.replace(board([unit(4)]));
    expect(rows.roster.value[0]?.version).toBe(5);
  });

  it('keeps the mode that was told while the snapshot was on its way', () => {
    const rows = new BoardRows();
    rows.expectSnapshot();
    rows.putMode({ overload: true, waiting: 3, free: 1, since: '2026-01-01T10:00:00Z' });
    rows.replace(board([]));
    expect(rows.mode.value?.overload).toBe(true);
    rows.expectSnapshot();
    rows.replace(board([]));
    expect(rows.mode.value?.overload).toBe(false);
  });

  it('moves a unit forward in time only', () => {
    const rows = new BoardRows();
    const fix = { unitId: 'u', latitude: 48.4, longitude: 9.6, accuracyMetres: null, headingDegrees: null, at: '2026-01-01T10:00:02Z' };
    rows.move([fix]);
    rows.move([{ ...fix, latitude: 1, at: '2026-01-01T10:00:01Z' }]);
    expect(rows.fixes.value.get('u')?.latitude).toBe(48.4);
  });

  it('does not take an acknowledgement back', () => {
    const rows = new BoardRows();
    const alarm = {
      id: 'a',
      version: 1,
      kind: 'nobodyLeft',
      emergencyId: null,
      unitId: null,
      about: '',
      text: '',
      raisedAt: '2026-01-01T10:00:00Z',
      acknowledgedAt: null,
      acknowledgedBy: null,
      clearedAt: null,
    } as const;
    rows.putAlarm(alarm);
    rows.putAlarm({ ...alarm, version: 2, acknowledgedAt: '2026-01-01T10:01:00Z' });
    rows.putAlarm(alarm);
    expect(rows.pending.value).toEqual([]);
  });

  it('forgets an emergency an hour after its end, as the server does, and opening it does not bring it back', () => {
    const rows = new BoardRows();
    const ended = anEmergency('over', { phase: 'completed', endedAt: '2026-01-01T10:00:00Z' });
    const after = (minutes: number): number => Date.parse('2026-01-01T10:00:00Z') + minutes * 60_000;
    rows.putEmergency(ended, after(1));
    rows.forgetWhatLeft(after(59));
    expect(rows.ended.value.length).toBe(1);
    rows.forgetWhatLeft(after(61));
    rows.putEmergency(ended, after(61));
    expect(rows.ended.value).toEqual([]);
  });

  it('keeps a fix that was told while an older snapshot was on its way', () => {
    const rows = new BoardRows();
    const fix = { unitId: 'u', latitude: 48.4, longitude: 9.6, accuracyMetres: null, headingDegrees: null, at: '2026-01-01T10:00:02Z' };
    rows.expectSnapshot();
    rows.move([fix]);
    rows.replace({ ...board([unit(1)]), fixes: [{ ...fix, latitude: 1, at: '2026-01-01T10:00:01Z' }] });
    expect(rows.fixes.value.get('u')?.latitude).toBe(48.4);
  });

  it('lets no alarm ring on whose emergency is over, and shows nothing on the map that has no place', () => {
    const rows = new BoardRows();
    const alarm = {
      id: 'a',
      version: 1,
      kind: 'nobodyLeft',
      emergencyId: 'e',
      unitId: null,
      about: '',
      text: '',
      raisedAt: '2026-01-01T10:00:00Z',
      acknowledgedAt: null,
      acknowledgedBy: null,
      clearedAt: null,
    } as const;
    rows.putAlarm(alarm);
    expect(rows.pending.value).toHaveLength(1);
    rows.putAlarm({ ...alarm, version: 2, clearedAt: '2026-01-01T10:01:00Z' });
    rows.putAlarm(alarm);
    expect(rows.pending.value).toEqual([]);
    rows.putEmergency(
      anEmergency('e', { location: { latitude: null, longitude: null, accuracyMetres: null, source: 'notYetKnown', note: null } }),
    );
    expect(rows.mapEmergencies.value).toEqual([]);
    expect(rows.queue.value).toHaveLength(1);
  });
});
