import { describe, expect, it } from 'vitest';
import { aHospital, aNotice } from './testHospitals';
import { anAssignment } from '../emergencies/testRows';
import {
  byName,
  closureText,
  endOf,
  entryText,
  findHospitals,
  localTime,
  noticeFor,
  summaryText,
  toBeRung,
  toldText,
} from './hospitalText';

const now = Date.parse('2026-01-01T10:00:00Z');
const rows = [aHospital('west', { state: 'closed' }), aHospital('east', { state: 'divert' }), aHospital('general')];

describe('the list of hospitals', () => {
  it('stands by name, so that a status does not move a row', () =>
    expect(byName(rows).map((row) => row.code)).toEqual(['east', 'general', 'west']));
  it('is summed up with what matters first', () => expect(summaryText(rows)).toBe('1 closed, 1 on divert, 1 open'));

  it('says why and until when', () => {
    expect(closureText(aHospital('general'), now)).toBeNull();
    expect(closureText(aHospital('east', { state: 'divert', reason: 'Full' }), now)).toBe('Full. Until somebody opens it.');
    expect(closureText(aHospital('east', { state: 'divert', reason: 'Full', until: '2026-01-01T12:00:00Z' }), now)).toContain(
      'Full. Until today',
    );
  });

  it('calls the last entry an entry: a divert that ended by itself leaves the time of its beginning behind', () => {
    expect(entryText(aHospital('east', { since: '2026-01-01T08:00:00Z', changedBy: 'Hana' }), now)).toMatch(
      /^Last entry today .* by Hana\.$/,
    );
    expect(entryText(aHospital('east'), now)).toBe('Nobody has entered anything yet.');
  });
});

describe('the end of a divert', () => {
  it('is reckoned from now, typed, or left open', () => {
    expect(endOf('2', '', now)).toBe('2026-01-01T12:00:00.000Z');
    expect(endOf('', 'ignored', now)).toBeNull();
    expect(endOf('at', localTime('2026-01-01T13:30:00Z'), now)).toBe('2026-01-01T13:30:00.000Z');
  });
  it('that cannot be read is none', () => expect([endOf('at', '', now), endOf('at', 'soon', now)]).toEqual([undefined, undefined]));
});

describe('what a hospital was told', () => {
  const unit = anAssignment('A12', { hospitalName: 'North' });

  it('is that of the present hospital, the last time', () => {
    const notices = [
      aNotice('North', { id: 'first', outcome: 'superseded' }),
      aNotice('North', { id: 'again', outcome: 'told', at: '2026-01-01T10:09:00Z' }),
      aNotice('South', { at: '2026-01-01T10:10:00Z' }),
      aNotice('North', { id: 'other crew', assignmentId: 'job-A14', at: '2026-01-01T10:11:00Z' }),
    ];
    expect(noticeFor(unit, notices)?.id).toBe('again');
    expect(noticeFor(unit, [])).toBeNull();
  });

  it('is called told only when it was', () => {
    expect(toldText(aNotice('North', { outcome: 'told' }), null)).toEqual({ tone: 'told', words: 'told' });
    for (const notice of [null, aNotice('North'), aNotice('North', { tries: 2 }), aNotice('North', { outcome: 'superseded' })]) {
      expect(toldText(notice, null).tone).toBe('waiting');
    }
  });

  it('says who rang, and asks nobody else to', () => {
    expect(toldText(aNotice('North', { outcome: 'rung', toldBy: 'Hana Novak' }), '0731 5550')).toEqual({
      tone: 'told',
      words: 'told by telephone by Hana Novak',
    });
    expect(toBeRung([aNotice('North', { kind: 'notComing', outcome: 'rung' })])).toEqual([]);
  });

  it('asks a person to ring where no message gets through', () => {
    expect(toldText(aNotice('North', { outcome: 'failed' }), '0731 5550')).toEqual({
      tone: 'ring',
      words: 'could not be told: ring them, 0731 5550',
    });
    expect(toldText(aNotice('North', { outcome: 'byTelephone' }), null)).toEqual({ tone: 'ring', words: 'takes no messages: ring them' });
  });

  it('leaves those to be rung who wait for somebody who will not come', () => {
    const calledOff = aNotice('South', { kind: 'notComing', outcome: 'byTelephone', at: '2026-01-01T10:09:00Z' });
    expect(toBeRung([aNotice('South', { outcome: 'byTelephone' }), calledOff, aNotice('North', { outcome: 'byTelephone' })])).toEqual([
      calledOff,
    ]);
    // Chosen once more: they may wait.
    expect(toBeRung([calledOff, aNotice('South', { outcome: 'byTelephone', at: '2026-01-01T10:12:00Z' })])).toEqual([]);
    expect(toBeRung([{ ...calledOff, outcome: 'told' }])).toEqual([]);
  });
});

describe('a hospital in one word', () => {
  const named = [
    aHospital('general', { name: 'Aldermere General' }),
    aHospital('gen', { name: 'Genoa Clinic' }),
    aHospital('brannoc', { name: 'St Brannoc’s' }),
  ];
  const codes = (word: string) => findHospitals(word, named).map((row) => row.code);
  it('is its code, or the beginning of it or of its name', () => {
    expect(codes('GEN')).toEqual(['gen']);
    expect(codes('gene')).toEqual(['general']);
    expect(codes('st')).toEqual(['brannoc']);
    expect(codes('ge')).toEqual(['general', 'gen']);
  });
});
