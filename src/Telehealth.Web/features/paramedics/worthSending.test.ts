import { describe, expect, it } from 'vitest';
import type { PositionFix } from '../../lib/contracts/paramedics';
import { fixTime, worthSending } from './worthSending';

const tenOClock = Date.parse('2026-01-01T10:00:00Z');
const fix = (latitude: number, deviceTime = '2026-01-01T10:00:00Z'): PositionFix => ({
  latitude,
  longitude: 13,
  accuracyMetres: 5,
  speedMetresPerSecond: null,
  headingDegrees: null,
  deviceTime,
});

describe('a position', () => {
  it('is sent after ten seconds, and sooner when the vehicle moved, but not more than once a second', () => {
    const last = { fix: fix(52), atMs: 0 };
    expect(worthSending(null, fix(52), 0)).toBe(true);
    expect(worthSending(last, fix(52), 9_999)).toBe(false);
    expect(worthSending(last, fix(52), 10_000)).toBe(true);
    expect(worthSending(last, fix(52.001), 999)).toBe(false);
    expect(worthSending(last, fix(52.001), 1_000)).toBe(true);
  });

  it('is sent although its own time went back by 1024 weeks', () => {
    expect(worthSending({ fix: fix(52), atMs: 0 }, fix(52.001, '2006-05-18T10:00:00Z'), 1_000)).toBe(true);
  });

  it.each([
    ['as old as it says', tenOClock - 4_000, tenOClock, -4_000],
    ['as new as its arrival when GPS is 1024 weeks back', tenOClock - 1024 * 7 * 86_400_000, tenOClock, 0],
    ['as new as its arrival when the device’s clock was set back', tenOClock, tenOClock - 600_000, 0],
    ['as new as its arrival when the device’s clock was set ahead', tenOClock, tenOClock + 3_600_000, 0],
    ['never from the future', tenOClock + 10_000, tenOClock, 0],
  ])('is %s', (_, timestamp, deviceNow, age) => {
    expect(fixTime(timestamp, deviceNow, tenOClock) - tenOClock).toBe(age);
  });
});
