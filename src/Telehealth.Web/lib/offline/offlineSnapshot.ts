import type { AppInfo, Me } from '../contracts/access';
import type { TextStore } from './textStore';

/** What a page must find again when it is opened where there is no network: whose it is, how old it is, and what its capability adds. */
export interface OfflineSnapshot {
  person: Me;
  app: AppInfo | null;
  /** When all of this was last known to be true, by the server's clock. */
  asOf: string;
  /** How far the server's clock was ahead of the device's. */
  clockAheadMs: number;
}

export interface SnapshotForm<TSnapshot extends OfflineSnapshot> {
  /** One that was kept under another number is not read. */
  version: number;
  /** Whether what was kept has all that the capability adds. */
  isWhole(kept: Partial<TSnapshot>): boolean;
  /** After this long it is shown to nobody. */
  longestMs: number;
}

/** One for the device: of whoever signed in last, gone with the session and with the next person. */
export class OfflineSnapshotStore<TSnapshot extends OfflineSnapshot> {
  #isClosed = false;

  constructor(
    private readonly store: TextStore,
    private readonly form: SnapshotForm<TSnapshot>,
  ) {}

  /** Null when nothing is kept that may still be shown; then nothing is kept any more. */
  read(deviceNow: number): TSnapshot | null {
    const text = this.store.load();
    if (text === null) return null;
    const kept = this.#parse(text);
    const age = kept === null ? Number.NaN : deviceNow + kept.clockAheadMs - Date.parse(kept.asOf);
    if (kept !== null && age < this.form.longestMs) return kept;
    this.forget();
    return null;
  }

  keep(snapshot: TSnapshot): void {
    if (!this.#isClosed) this.store.save(JSON.stringify({ form: this.form.version, ...snapshot, app: withoutAccounts(snapshot.app) }));
  }

  forget(): void {
    this.store.remove();
  }

  /** For good: what is still under way when somebody signs out must not bring it back. */
  close(): void {
    this.#isClosed = true;
    this.forget();
  }

  #parse(text: string): TSnapshot | null {
    try {
      const value = JSON.parse(text) as (TSnapshot & { form?: unknown }) | null;
      const hasHead =
        value?.form === this.form.version &&
        typeof value.person?.id === 'string' &&
        Array.isArray(value.person.roles) &&
        typeof value.clockAheadMs === 'number';
      return hasHead && this.form.isWhole(value) ? value : null;
    } catch {
      return null;
    }
  }
}

/** The passwords of demo accounts are for the page where one signs in. */
function withoutAccounts(app: AppInfo | null): AppInfo | null {
  return app === null ? null : { ...app, demoAccounts: [] };
}
