import { describe, expect, it } from 'vitest';
import type { JobView, PositionFix } from '../../lib/contracts';
import { worthSending } from './worthSending';
import { isNewer, nextStep, shownStatus } from './steps';

const job = { assignmentId: 'a', version: 3, status: 'accepted' } as JobView;

describe('a job', () => {
  it('goes from accepted to clear in five steps', () => {
    const way = [nextStep('accepted')];
    for (let next = way[0]; next !== null && next !== undefined; next = nextStep(next)) way.push(nextStep(next));
    expect(way).toEqual(['enRoute', 'onScene', 'transporting', 'atHospital', 'clear', null]);
  });

  it('shows what was done before the server knows', () => {
    const command = { commandId: '1', emergencyId: 'e', assignmentId: 'a', epoch: 1, status: 'enRoute', deviceTime: '' } as const;
    expect(shownStatus(job, [{ kind: 'report', command }])).toBe('enRoute');
    expect(shownStatus(job, [{ kind: 'report', command: { ...command, assignmentId: 'other' } }])).toBe('accepted');
  });

  it('is not put back by an answer that was overtaken', () => {
    expect(isNewer(job, { ...job, version: 2 })).toBe(false);
    expect(isNewer(job, { ...job, version: 1, assignmentId: 'b' })).toBe(true);
  });
});

describe('a position', () => {
  const at = (seconds: number, latitude: number): PositionFix =>
    ({ latitude, longitude: 9.6, accuracyMetres: 5, speedMetresPerSecond: null, headingDegrees: null, deviceTime: new Date(seconds * 1000).toISOString() });

  it('is sent when it moved by more than five metres, once a second at most', () => {
    expect(worthSending(null, at(0, 48.4))).toBe(true);
    expect(worthSending(at(0, 48.4), at(2, 48.4001))).toBe(true);
    expect(worthSending(at(0, 48.4), at(0.5, 48.4001))).toBe(false);
    expect(worthSending(at(0, 48.4), at(2, 48.40001))).toBe(false);
  });

  it('is sent every ten seconds though it stands still', () => {
    expect(worthSending(at(0, 48.4), at(10, 48.4))).toBe(true);
  });
});
