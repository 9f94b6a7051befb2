import type { AppInfo, Me } from '../../lib/contracts/access';
import type { JobDetails, JobView } from '../../lib/contracts/paramedics';
import type { UnitRow } from '../../lib/contracts/units';

/** What a crew must find again when the page is opened where there is no network: who they are, their unit and their job. Nothing else is kept. */
export interface KeptDesk {
  person: Me;
  app: AppInfo | null;
  unit: UnitRow;
  job: JobView | null;
  details: JobDetails | null;
  /** When all of this was last known to be true, by the server's clock. */
  asOf: string;
  /** How far the server's clock was ahead of the device's. */
  clockAheadMs: number;
}

export interface KeptDeskStore {
  load(): string | null;
  save(text: string): void;
  remove(): void;
}

/** Another form than this one is not read. */
const form = 1;

/** Longer than a shift with overtime: a device that was put away with a job on it shows that job to nobody the next day. */
const longestMs = 16 * 3_600_000;

/** One for the device: of whoever signed in last, gone with the shift, with the session and with the next person. */
export class KeptDeskShelf {
  #isClosed = false;

  constructor(private readonly store: KeptDeskStore) {}

  /** Null when nothing is kept that may still be shown; then nothing is kept any more. */
  read(deviceNow: number): KeptDesk | null {
    const text = this.store.load();
    if (text === null) return null;
    const kept = parse(text);
    const age = kept === null ? Number.NaN : deviceNow + kept.clockAheadMs - Date.parse(kept.asOf);
    if (kept !== null && age < longestMs) return kept;
    this.forget();
    return null;
  }

  keep(desk: KeptDesk): void {
    if (!this.#isClosed) this.store.save(JSON.stringify({ form, ...desk, app: withoutAccounts(desk.app) }));
  }

  forget(): void {
    this.store.remove();
  }

  /** For good: what is still under way when somebody signs out must not bring it back. */
  close(): void {
    this.#isClosed = true;
    this.forget();
  }
}

function parse(text: string): KeptDesk | null {
  try {
    const value = JSON.parse(text) as (KeptDesk & { form?: unknown }) | null;
    const whole = value?.form === form && typeof value.person?.id === 'string' && Array.isArray(value.person.roles)
      && typeof value.unit?.id === 'string' && typeof value.clockAheadMs === 'number';
    return whole ? value : null;
  } catch {
    return null;
  }
}

/** The passwords of demo accounts are for the page where one signs in. */
function withoutAccounts(app: AppInfo | null): AppInfo | null {
  return app === null ? null : { ...app, demoAccounts: [] };
}

/** It lies where the page can read it before anybody is known to be signed in; every sign-out of this site removes it. */
export function browserDeskStore(): KeptDeskStore {
  const key = 'telehealth.kept.desk';
  const quietly = <T>(act: () => T, otherwise: T): T => {
    try {
      return act();
    } catch {
      return otherwise;
    }
  };
  return {
    load: () => quietly(() => localStorage.getItem(key), null),
    save: (text) => quietly(() => localStorage.setItem(key, text), undefined),
    remove: () => quietly(() => localStorage.removeItem(key), undefined),
  };
}
