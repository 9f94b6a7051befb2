import { describe, expect, it } from 'vitest';
import { aUnit } from '../units/testUnits';
import { postLines, whyNotNow } from './postText';

const view = { coverageBefore: 0, coverageAfter: 0, moves: [], text: '', posts: [{ name: 'North', latitude: 48, longitude: 9 }] };

describe('posts', () => {
  it('name who was asked, and an old post while somebody waits there', () => {
    const lines = postLines(view, [aUnit('A11', { post: 'North' }), aUnit('A12', { post: 'Old yard' }), aUnit('A13')]);
    expect(lines.map((line) => [line.name, ...line.asked.map((unit) => unit.callSign)])).toEqual([
      ['North', 'A11'],
      ['Old yard', 'A12'],
    ]);
  });

  it('are not for a unit that has something else to do by now', () => {
    expect(whyNotNow(aUnit('A11'))).toBeNull();
    expect([aUnit('A11', { status: 'offered' }), aUnit('A11', { status: 'offShift' }), undefined].map(whyNotNow)).not.toContain(null);
  });
});
