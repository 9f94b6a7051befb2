import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { FeatureCollection } from 'geojson';
import { http } from '../../lib/access/http';
import type { AlarmRow, EmergencyRow } from '../../lib/contracts/dispatching';
import { serverNow } from '../../lib/time/clock';

const storageKey = 'telehealth.desk';

/** The people at an alarm's own desk are asked first. After this it sounds everywhere: nobody may be sitting there. */
export const heardElsewhereAfterMs = 60_000;

/**
 * Which dispatch desk this console is. A desk sees what lies in its areas and what lies in nobody's. What it does not see is counted on
 * its screen, and every alarm stands at every desk.
 */
export class DeskChoice {
  readonly desks = signal<readonly string[]>([]);
  /** As the map draws them; null until they have come. */
  readonly areas = signal<FeatureCollection | null>(null);
  readonly #wanted = signal<string | null>(load());
  /** Null for all: also when the desk that was chosen is no longer there. */
  readonly chosen = computed(() =>
    this.#wanted.value !== null && this.desks.value.includes(this.#wanted.value) ? this.#wanted.value : null,
  );

  /** Once is enough: areas change with a start of the server only. What failed is asked for again with the next snapshot. */
  async loadAreas(): Promise<void> {
    this.areas.value ??= (await http.get<FeatureCollection>('/api/areas')).value;
  }

  choose(desk: string | null): void {
    this.#wanted.value = desk;
    save(desk);
  }

  sees(desk: string | null): boolean {
    return this.chosen.value === null || desk === null || desk === this.chosen.value;
  }

  /** Those that are not on this desk's list. */
  elsewhere(rows: readonly EmergencyRow[]): readonly EmergencyRow[] {
    return rows.filter((row) => !this.sees(row.desk));
  }

  /** The alarms that this console is to sound for: its own, and those that nobody has seen for a minute. */
  heard(
    pending: ReadonlySignal<readonly AlarmRow[]>,
    deskOf: (alarm: AlarmRow) => string | null,
    now: ReadonlySignal<number> = serverNow,
  ): ReadonlySignal<readonly AlarmRow[]> {
    return computed(() =>
      this.chosen.value === null
        ? pending.value
        : pending.value.filter((alarm) => this.sees(deskOf(alarm)) || now.value - Date.parse(alarm.raisedAt) >= heardElsewhereAfterMs),
    );
  }
}

/** A device that keeps nothing shows everything. */
function load(): string | null {
  try {
    return localStorage.getItem(storageKey);
  } catch {
    return null;
  }
}

function save(desk: string | null): void {
  try {
    if (desk === null) {
      localStorage.removeItem(storageKey);
    } else {
      localStorage.setItem(storageKey, desk);
    }
  } catch {
    // The choice holds until the page is closed.
  }
}
