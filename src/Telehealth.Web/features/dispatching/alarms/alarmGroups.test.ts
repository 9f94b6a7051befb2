import { describe, expect, it } from 'vitest';
import type { AlarmRow } from '../../../lib/contracts/dispatching';
import { anEmergency } from '../../emergencies/testRows';
import { alarmCountText, groupAlarms } from './alarmGroups';

const alarm = (id: string, emergencyId: string | null): AlarmRow => ({
  id,
  version: 1,
  kind: 'nobodyLeft',
  emergencyId,
  unitId: null,
  about: '',
  text: '',
  raisedAt: '2026-01-01T10:00:00Z',
  acknowledgedAt: null,
  acknowledgedBy: null,
  clearedAt: null,
});
const emergencies = new Map([
  ['fall', anEmergency('fall', { priority: 3 })],
  ['arrest', anEmergency('arrest', { priority: 1 })],
]);

describe('alarms', () => {
  it('stand together by incident, the longest wait first, so that a new one never takes the place that a key acts upon', () => {
    const groups = groupAlarms([alarm('1', 'fall'), alarm('2', 'arrest'), alarm('3', 'fall')], emergencies);
    expect(groups.map((group) => [group.emergencyId, group.alarms.map((one) => one.id).join(' ')])).toEqual([
      ['fall', '1 3'],
      ['arrest', '2'],
    ]);
  });

  it('of no incident, and of one that is not on the board, are shown all the same', () => {
    const groups = groupAlarms([alarm('1', null), alarm('2', null), alarm('3', 'gone')], emergencies);
    expect(groups.map((group) => [group.emergencyId, group.emergency])).toEqual([
      [null, null],
      [null, null],
      ['gone', null],
    ]);
  });

  it('are counted in words that one line holds', () => {
    expect(alarmCountText(groupAlarms([alarm('1', 'arrest')], emergencies))).toBe('1 alarm');
    expect(alarmCountText(groupAlarms([alarm('1', 'fall'), alarm('2', 'arrest'), alarm('3', 'fall')], emergencies))).toBe(
      '3 alarms, 2 incidents, 1 of them P1',
    );
  });
});
