import { describe, expect, it } from 'vitest';
import type { Me } from '../../lib/contracts/access';
import type { JobView } from '../../lib/contracts/paramedics';
import type { UnitRow } from '../../lib/contracts/units';
import { type KeptDesk, KeptDeskShelf, type KeptDeskStore } from './keptDesk';

const erik: Me = { id: 'p1', name: 'Erik', email: null, roles: ['paramedic'], guestOfConsult: null, owesPassword: false };
const noon = Date.parse('2026-01-01T12:00:00Z');
const hour = 3_600_000;
const desk: KeptDesk = {
  person: erik, unit: { id: 'u1', callSign: 'A11' } as UnitRow, job: { assignmentId: 'a1', number: 'E-1' } as JobView, details: null,
  app: { demo: true, mapStyleUrl: null, serverTime: '', demoAccounts: [{ role: 'admin', name: 'Ivo', email: 'ivo@demo', password: 'secret' }], emergencyNumber: '112', emergencyNumberIsLocal: false, helpWithoutAccount: false },
  asOf: new Date(noon).toISOString(), clockAheadMs: 0,
};

class Store implements KeptDeskStore {
  text: string | null = null;
  load(): string | null { return this.text; }
  save(text: string): void { this.text = text; }
  remove(): void { this.text = null; }
}

describe('What a crew’s device keeps for a start without network', () => {
  it('is found again, with whose it is and how old it is', () => {
    const store = new Store();
    new KeptDeskShelf(store).keep(desk);

    const kept = new KeptDeskShelf(store).read(noon + hour);

    expect([kept?.person.id, kept?.unit.callSign, kept?.job?.number, kept?.asOf, kept?.app?.demo]).toEqual(['p1', 'A11', 'E-1', desk.asOf, true]);
  });

  it('holds no password', () => {
    const store = new Store();
    new KeptDeskShelf(store).keep(desk);

    expect(store.text).not.toContain('secret');
  });

  it('is removed the day after, by the server’s clock', () => {
    const store = new Store();
    const shelf = new KeptDeskShelf(store);
    shelf.keep({ ...desk, clockAheadMs: 2 * hour });

    expect(shelf.read(noon + 13 * hour)).not.toBeNull();
    expect(shelf.read(noon + 15 * hour)).toBeNull();
    expect(store.text).toBeNull();
  });

  it.each(['', 'null', '[]', '{"form":1}', '{"form":2,"person":{"id":"p1","roles":[]},"unit":{"id":"u"},"clockAheadMs":0}', '{"form":1,"person":{"id":"p1","roles":[]},"unit":{"id":"u"},"clockAheadMs":0,"asOf":"x"}'])(
    'is nothing when it reads %j', (text) => {
      const store = new Store();
      store.text = text;

      expect(new KeptDeskShelf(store).read(noon)).toBeNull();
      expect(store.text).toBeNull();
    });

  it('stays away once somebody has signed out', () => {
    const store = new Store();
    const shelf = new KeptDeskShelf(store);
    shelf.keep(desk);

    shelf.close();
    shelf.keep(desk);

    expect(store.text).toBeNull();
  });
});
