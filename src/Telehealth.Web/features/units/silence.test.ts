import { describe, expect, it } from 'vitest';
import type { SilenceRow, UnitFix } from '../../lib/contracts/units';
import { aUnit } from './testUnits';
import { callSigns, isSilent, silenceCountText, silenceText, silentAlarms, spokenSilence } from './silence';
import { silentUnits } from './unitView';

const now = Date.parse('2026-01-01T10:04:00Z');
const silence = (change: Partial<SilenceRow> = {}): SilenceRow => ({
  alarmId: 'alarm',
  since: '2026-01-01T10:00:00Z',
  raisedAt: '2026-01-01T10:03:00Z',
  acknowledgedAt: null,
  acknowledgedBy: null,
  endedAt: null,
  ...change,
});
const silent = (callSign: string, change: Partial<SilenceRow> = {}) => aUnit(callSign, { silence: silence(change) });
const acknowledged = { acknowledgedAt: '2026-01-01T10:03:30Z', acknowledgedBy: 'Hana' };
const fix: UnitFix = {
  unitId: 'A11',
  latitude: 48.4,
  longitude: 9.6,
  accuracyMetres: null,
  headingDegrees: null,
  at: '2026-01-01T10:00:00Z',
};

describe('units of which nothing is heard', () => {
  it('are those whose alarm stands', () => {
    expect(isSilent(silent('A11'))).toBe(true);
    expect(isSilent(aUnit('A12'))).toBe(false);
    expect(isSilent(silent('A14', { endedAt: '2026-01-01T10:03:59Z' }))).toBe(false);
    expect(isSilent({ ...silent('A15'), status: 'offShift' })).toBe(false);
  });

  it('stand in the order in which they fell silent, and those that somebody looks after last', () => {
    const rows = [silent('A14', acknowledged), silent('A12', { raisedAt: '2026-01-01T10:03:30Z' }), silent('A11')];
    expect(silentAlarms(rows).map((unit) => unit.callSign)).toEqual(['A11', 'A12', 'A14']);
  });

  it('are counted in words that one line holds', () => {
    expect(silenceCountText(silentAlarms([silent('A11')]))).toBe('1 unit silent');
    expect(silenceCountText(silentAlarms([silent('A11'), silent('A12', acknowledged)]))).toBe('2 units silent, 1 to acknowledge');
    const region = Array.from({ length: 50 }, (_, index) => silent(`A${index + 11}`));
    expect(silenceCountText(silentAlarms(region))).toBe('50 units silent');
    expect(callSigns(region)).toBe('A11, A12, A13, A14 and 46 more');
    expect(spokenSilence(silentAlarms(region))).toBe('50 units silent: A11, A12, A13, A14 and 46 more. Call the crews by radio.');
  });

  it('are told with how long and where they were last', () => {
    const [unit] = silentAlarms([silent('A11')]);
    const [posted] = silentAlarms([{ ...silent('A11'), post: 'Post Weir' }]);
    if (unit === undefined || posted === undefined) throw new Error('Both are silent.');
    expect(silenceText(unit, fix, now)).toBe('silent for 4 min – last seen near 48.40000 N, 9.60000 E');
    expect(silenceText(unit, { ...fix, at: '2026-01-01T09:54:00Z' }, now)).toBe(
      'silent for 4 min – last seen near 48.40000 N, 9.60000 E, position 10 min old',
    );
    expect(silenceText(unit, undefined, now)).toBe('silent for 4 min – no position known');
    expect(silenceText(posted, fix, now)).toBe('silent for 4 min – was to wait at Post Weir');
  });

  it('are not counted as available, however fresh their last position is', () => {
    expect(silentUnits([silent('A11')], new Map([['A11', fix]]), now)).toEqual(['A11']);
  });
});
