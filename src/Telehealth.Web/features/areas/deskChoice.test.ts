import { signal } from '@preact/signals';
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { AlarmRow, EmergencyRow } from '../../lib/contracts/dispatching';
import { DeskChoice, heardElsewhereAfterMs } from './deskChoice';

const noon = Date.parse('2026-01-01T12:00:00Z');
const alarm = (id: string, raisedAt: number): AlarmRow => ({
  id,
  version: 1,
  kind: 'nobodyLeft',
  emergencyId: id,
  unitId: null,
  about: '',
  text: '',
  raisedAt: new Date(raisedAt).toISOString(),
  acknowledgedAt: null,
  acknowledgedBy: null,
  clearedAt: null,
});

/** What a desk goes by. */
const row = (id: string, desk: string | null) => ({ id, desk }) as EmergencyRow;

function deskChoice(...desks: string[]): DeskChoice {
  const choice = new DeskChoice();
  choice.desks.value = desks;
  return choice;
}

describe('the desk that a console is', () => {
  afterEach(() => vi.unstubAllGlobals());

  it("sees what lies in its areas and what is everybody's, and counts the rest", () => {
    const choice = deskChoice('North', 'South');
    choice.choose('North');
    const rows = [row('one', 'North'), row('two', 'South'), row('three', null)];

    expect(rows.filter((row) => choice.sees(row.desk)).map((row) => row.id)).toEqual(['one', 'three']);
    expect(choice.elsewhere(rows).map((row) => row.id)).toEqual(['two']);
  });

  it('sees everything until one is chosen, and when the one that was chosen is no longer there', () => {
    const choice = deskChoice('North');
    expect(choice.sees('South')).toBe(true);

    choice.choose('South');
    expect(choice.chosen.value).toBeNull();
    expect(choice.sees('North')).toBe(true);
  });

  it('hears the alarms of other desks once nobody has seen them for a minute', () => {
    const now = signal(noon);
    const choice = deskChoice('North', 'South');
    choice.choose('North');
    const pending = signal([alarm('own', noon), alarm('fresh', noon), alarm('old', noon - heardElsewhereAfterMs)]);
    const heard = choice.heard(pending, (row) => (row.id === 'own' ? 'North' : 'South'), now);
    expect(heard.value.map((row) => row.id)).toEqual(['own', 'old']);

    now.value = noon + heardElsewhereAfterMs;
    expect(heard.value.map((row) => row.id)).toEqual(['own', 'fresh', 'old']);
  });

  it('is remembered by the device, and does without where the device keeps nothing', () => {
    const kept = new Map<string, string>();
    vi.stubGlobal('localStorage', {
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    });
    deskChoice('North').choose('North');
    expect(deskChoice('North').chosen.value).toBe('North');
    deskChoice('North').choose(null);
    expect(deskChoice('North').chosen.value).toBeNull();

    vi.stubGlobal('localStorage', {
      getItem: () => {
        throw new Error('denied');
      },
      setItem: () => {
        throw new Error('denied');
      },
    });
    const choice = deskChoice('North');
    choice.choose('North');
    expect(choice.chosen.value).toBe('North');
  });
});
