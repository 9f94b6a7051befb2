import { describe, expect, it } from 'vitest';
import type { Me } from '../contracts/access';
import { type OfflineSnapshot, OfflineSnapshotStore, type SnapshotForm } from './offlineSnapshot';
import type { TextStore } from './textStore';

const erik: Me = { id: 'p1', name: 'Erik', email: null, roles: ['paramedic'], guestOfConsult: null, owesPassword: false };
const noon = Date.parse('2026-01-01T12:00:00Z');
const hour = 3_600_000;
interface Kept extends OfflineSnapshot {
  unit: { id: string; callSign: string };
}

const form: SnapshotForm<Kept> = { version: 1, isWhole: ({ unit }) => typeof unit?.id === 'string', longestMs: 16 * hour };
const snapshot: Kept = {
  person: erik,
  unit: { id: 'u1', callSign: 'A11' },
  app: {
    demo: true,
    mapStyleUrl: null,
    serverTime: '',
    demoAccounts: [{ role: 'admin', name: 'Ivo', email: 'ivo@demo', password: 'secret' }],
    emergencyNumber: '112',
    emergencyNumberIsLocal: false,
    helpWithoutAccount: false,
  },
  asOf: new Date(noon).toISOString(),
  clockAheadMs: 0,
};

class Store implements TextStore {
  text: string | null = null;
  load(): string | null {
    return this.text;
  }
  save(text: string): boolean {
    this.text = text;
    return true;
  }
  remove(): void {
    this.text = null;
  }
}

describe('What a device keeps for a start without network', () => {
  it('is found again, with whose it is and how old it is', () => {
    const store = new Store();
    new OfflineSnapshotStore(store, form).keep(snapshot);

    const kept = new OfflineSnapshotStore(store, form).read(noon + hour);

    expect([kept?.person.id, kept?.unit.callSign, kept?.asOf, kept?.app?.demo]).toEqual(['p1', 'A11', snapshot.asOf, true]);
  });

  it('holds no password', () => {
    const store = new Store();
    new OfflineSnapshotStore(store, form).keep(snapshot);

    expect(store.text).not.toContain('secret');
  });

  it('is removed the day after, by the server’s clock', () => {
    const store = new Store();
    const snapshots = new OfflineSnapshotStore(store, form);
    snapshots.keep({ ...snapshot, clockAheadMs: 2 * hour });

    expect(snapshots.read(noon + 13 * hour)).not.toBeNull();
    expect(snapshots.read(noon + 15 * hour)).toBeNull();
    expect(store.text).toBeNull();
  });

  it.each([
    '',
    'null',
    '[]',
    '{"form":1}',
    '{"form":2,"person":{"id":"p1","roles":[]},"unit":{"id":"u"},"clockAheadMs":0}',
    '{"form":1,"person":{"id":"p1","roles":[]},"unit":{"id":"u"},"clockAheadMs":0,"asOf":"x"}',
  ])('is nothing when it reads %j', (text) => {
    const store = new Store();
    store.text = text;

    expect(new OfflineSnapshotStore(store, form).read(noon)).toBeNull();
    expect(store.text).toBeNull();
  });

  it('stays away once somebody has signed out', () => {
    const store = new Store();
    const snapshots = new OfflineSnapshotStore(store, form);
    snapshots.keep(snapshot);

    snapshots.close();
    snapshots.keep(snapshot);

    expect(store.text).toBeNull();
  });
});
