import { expect, test } from 'vitest';
import type { Attendance, HelpView } from '../../lib/contracts/emergencies';
import { helpText, milestones, priorityText } from './helpText';

const help = (changes: Partial<HelpView>): HelpView => ({
  id: 'e',
  version: 1,
  phase: 'searching',
  priority: 1,
  complaintLabel: 'Chest pain',
  location: { latitude: 48.4, longitude: 9.6, accuracyMetres: null, source: 'map', note: null },
  callbackNumber: '1',
  raisedAt: '2026-01-01T10:00:00Z',
  unitStatus: null,
  unitCallSign: null,
  crewNames: [],
  unitFix: null,
  travel: null,
  serverTime: '2026-01-01T10:00:00Z',
  ...changes,
});

const everybody: Attendance = { isSetUp: true, dispatcherPresent: true, crewOnShift: true };
const nobody: Attendance = { isSetUp: true, dispatcherPresent: false, crewOnShift: false };

test('where nobody is there, nobody is said to be working on it, and the telephone is the way', () => {
  for (const phase of ['searching', 'unserved'] as const) {
    const words = helpText(help({ phase }), nobody);
    expect(words).toMatchObject({ title: 'Nobody here can come now', ringNow: true });
    expect(words.next).not.toMatch(/working|finding/);
  }
});

test('a dispatcher is spoken of only while a console is open', () => {
  expect(helpText(help({ phase: 'unserved' }), everybody).next).toContain('A dispatcher is at the desk');
  expect(helpText(help({ phase: 'unserved' }), { ...everybody, dispatcherPresent: false })).toMatchObject({ ringNow: true });
  expect(helpText(help({ phase: 'unserved' }), null).next).not.toContain('is at the desk and');
});

test('without a place the first question is where', () => {
  const nowhere = { latitude: null, longitude: null, accuracyMetres: null, source: 'notYetKnown', note: null } as const;
  expect(helpText(help({ location: nowhere }), everybody)).toMatchObject({ title: 'Where are you?', ringNow: false });
  expect(helpText(help({ location: nowhere }), { ...everybody, dispatcherPresent: false }).ringNow).toBe(true);
});

test('a crew under way is named, with the minutes it needs', () => {
  const words = helpText(
    help({
      phase: 'assigned',
      unitStatus: 'enRoute',
      crewNames: ['Erik Sand', 'Sam Lee'],
      travel: { seconds: 341, metres: 4000, source: 'roads' },
    }),
    everybody,
  );
  expect(words.title).toBe('Erik and Sam are on the way, about 6 min');
});

test('one alone is spoken of as one', () => {
  expect(helpText(help({ phase: 'assigned', unitStatus: 'onScene', crewNames: ['Erik Sand'] }), everybody).title).toBe('Erik has arrived');
});

test('a crew that was asked is not yet called coming', () => {
  expect(helpText(help({ phase: 'offered', unitStatus: 'offered', unitCallSign: 'A12' }), everybody).title).toBe('Crew A12 has been asked');
});

test('the way is marked up to where the crew is', () => {
  const marks = milestones(help({ phase: 'assigned', unitStatus: 'enRoute' }));
  expect(marks.map((mark) => mark.state)).toEqual(['done', 'done', 'done', 'now', 'ahead']);
});

test('every priority has words', () => {
  expect([1, 2, 3, 4, 5].map(priorityText)).not.toContain('');
});
