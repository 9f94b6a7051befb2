import { describe, expect, it } from 'vitest';
import type { JobView } from '../../lib/contracts/paramedics';
import { endingNotice } from './endings';
import { isNewer, leadsTo, nextStep, otherSteps, reachedStatus } from './steps';

const job = { assignmentId: 'a', version: 3, status: 'accepted' } as JobView;

describe('a job', () => {
  it('leads to the scene until the crew is there, then to a hospital, and at its door nowhere', () => {
    expect((['offered', 'accepted', 'enRoute', 'onScene', 'transporting', 'atHospital', 'clear'] as const).map(leadsTo)).toEqual([
      'scene',
      'scene',
      'scene',
      'hospital',
      'hospital',
      'nowhere',
      'nowhere',
    ]);
  });

  it('goes from accepted to clear in five steps', () => {
    const way = [nextStep('accepted')];
    for (let next = way[0]; next !== null && next !== undefined; next = nextStep(next)) way.push(nextStep(next));
    expect(way).toEqual(['enRoute', 'onScene', 'transporting', 'atHospital', 'clear', null]);
  });

  it('goes on from what was done before the server knows', () => {
    const command = { commandId: '1', emergencyId: 'e', assignmentId: 'a', epoch: 1, status: 'enRoute', deviceTime: '' } as const;
    const doing = { doneAt: '', about: '' };
    expect(reachedStatus(job, [{ kind: 'report', ...doing, command }])).toBe('enRoute');
    expect(reachedStatus(job, [{ kind: 'report', ...doing, command: { ...command, assignmentId: 'other' } }])).toBe('accepted');
  });

  it('may skip steps forward, and reaches a hospital only from the scene', () => {
    expect(otherSteps('accepted')).toEqual(['onScene', 'transporting', 'clear']);
    expect(otherSteps('onScene')).toEqual(['atHospital', 'clear']);
    expect(otherSteps('atHospital')).toEqual([]);
    expect(otherSteps('offered')).toEqual([]);
  });

  it('says how it ended', () => {
    const known = { assignmentId: 'a', number: 'E-1', status: 'enRoute' } as const;
    const ending = { at: '', reason: 'Not breathing', divertedTo: null, takenOverBy: null };
    expect(endingNotice(known, { ...ending, status: 'diverted', divertedTo: 'E-2' })).toMatchObject({
      title: 'You are diverted to E-2',
      text: 'Not breathing. E-1 goes to another crew.',
    });
    expect(endingNotice({ ...known, status: 'offered' }, { ...ending, status: 'rescinded', reason: 'Another crew took it.' }).text).toBe(
      'Another crew took it.',
    );
    expect(endingNotice(known, { ...ending, status: 'handedOver', reason: null, takenOverBy: 'A12' }).text).toBe(
      'A12 has the patient now.',
    );
  });

  it('is not put back by an answer that was overtaken', () => {
    expect(isNewer(job, { ...job, version: 2 })).toBe(false);
    expect(isNewer(job, { ...job, version: 1, assignmentId: 'b' })).toBe(true);
  });
});
