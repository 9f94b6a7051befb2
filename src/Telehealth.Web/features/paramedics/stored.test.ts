import { afterEach, describe, expect, it, vi } from 'vitest';
import { crewSnapshots } from './crewSnapshot';
import { crewQueueStore } from './queuedCommand';

/** A browser's local storage with what an earlier version of the page has left in it. */
function storageWith(key: string, text: string): void {
  const kept = new Map([[key, text]]);
  vi.stubGlobal('localStorage', { getItem: (name: string) => kept.get(name) ?? null, removeItem: (name: string) => kept.delete(name) });
}

describe('a device that comes back after an update', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('finds the commands that it has not sent', () => {
    storageWith('telehealth.unit.queue.p1', '{"waiting":[]}');
    expect(crewQueueStore('p1').load()).toBe('{"waiting":[]}');
    expect(crewQueueStore('p2').load()).toBeNull();
  });

  it('finds its unit and its job', () => {
    const kept = {
      form: 1,
      person: { id: 'p1', name: 'Erik', roles: ['paramedic'] },
      app: null,
      unit: { id: 'u1', callSign: 'A11' },
      job: { assignmentId: 'a1', number: 'E-1' },
      details: null,
      asOf: '2026-01-01T12:00:00Z',
      clockAheadMs: 0,
    };
    storageWith('telehealth.kept.desk', JSON.stringify(kept));
    const found = crewSnapshots.read(Date.parse('2026-01-01T13:00:00Z'));
    expect([found?.unit.callSign, found?.job?.number]).toEqual(['A11', 'E-1']);
  });
});
