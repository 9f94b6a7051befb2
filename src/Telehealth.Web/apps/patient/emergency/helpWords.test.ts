import { expect, test } from 'vitest';
import type { HelpView } from '../../../lib/contracts';
import { helpWords, milestones, priorityWords } from './helpWords';

const help = (changes: Partial<HelpView>): HelpView => ({
  id: 'e', version: 1, phase: 'searching', priority: 1, complaintLabel: 'Chest pain', location: { latitude: 48.4, longitude: 9.6, accuracyMetres: null, source: 'map', note: null },
  callbackNumber: '1', raisedAt: '2026-01-01T10:00:00Z', unitStatus: null, unitCallSign: null, crewNames: [], unitFix: null, travel: null, serverTime: '2026-01-01T10:00:00Z', ...changes,
});

test('a crew under way is named, with the minutes it needs', () => {
  const words = helpWords(help({ phase: 'assigned', unitStatus: 'enRoute', crewNames: ['Erik Sand', 'Sam Lee'], travel: { seconds: 341, metres: 4000, source: 'roads' } }));
  expect(words.title).toBe('Erik and Sam are on the way, about 6 min');
});

test('one alone is spoken of as one', () => {
  expect(helpWords(help({ phase: 'assigned', unitStatus: 'onScene', crewNames: ['Erik Sand'] })).title).toBe('Erik has arrived');
});

test('a crew that was asked is not yet called coming', () => {
  expect(helpWords(help({ phase: 'offered', unitStatus: 'offered', unitCallSign: 'A12' })).title).toBe('Crew A12 has been asked');
});

test('the way is marked up to where the crew is', () => {
  const marks = milestones(help({ phase: 'assigned', unitStatus: 'enRoute' }));
  expect(marks.map((mark) => mark.state)).toEqual(['done', 'done', 'done', 'now', 'ahead']);
});

test('every priority has words', () => {
  expect([1, 2, 3, 4, 5].map(priorityWords)).not.toContain('');
});
