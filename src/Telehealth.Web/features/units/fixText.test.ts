import { describe, expect, it } from 'vitest';
import { fixLines, refusedShare } from './fixText';

const counts = {
  unitId: 'A11',
  fixAgeSeconds: 4,
  used: 6,
  refused: [
    { code: 'fix.zero', count: 1 },
    { code: 'fix.future', count: 3 },
    { code: 'fix.new_kind', count: 0 },
  ],
};

describe('what became of positions', () => {
  it('is told in words, the most frequent reason first', () => {
    expect(fixLines(counts).map((line) => [line.code, line.count])).toEqual([
      ['fix.future', 3],
      ['fix.zero', 1],
    ]);
    expect(fixLines(counts)[0]?.words).toContain('clock of the device');
  });
  it('keeps a reason that it has no words for', () => {
    expect(fixLines({ ...counts, refused: [{ code: 'fix.new_kind', count: 2 }] })[0]?.words).toBe('fix.new_kind');
  });
  it('has a share even before the first one came', () =>
    expect([refusedShare(counts), refusedShare({ ...counts, used: 0, refused: [] })]).toEqual([0.4, 0]));
});
