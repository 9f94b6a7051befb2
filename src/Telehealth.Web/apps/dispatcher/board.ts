import { computed, signal } from '@preact/signals';
import type { AlarmRow, Board, DispatchMode, EmergencyRow, UnitFix, UnitRow } from '../../lib/contracts';
import { emergencyStatusWords, isOpen, missingWords, unitStatusWords } from '../../lib/incidents/words';
import type { MapEmergency, MapUnit } from '../../lib/map';
import { endedRows, openQueue, unitOrder } from './queue';

type Rows<T> = ReadonlyMap<string, T>;

/**
 * What the server has said, row by row. A row is replaced only by a higher version, so that a message that was overtaken
 * on its way changes nothing.
 */
export class BoardRows {
  readonly emergencies = signal<Rows<EmergencyRow>>(new Map());
  readonly units = signal<Rows<UnitRow>>(new Map());
  readonly fixes = signal<Rows<UnitFix>>(new Map());
  readonly alarms = signal<Rows<AlarmRow>>(new Map());
  readonly mode = signal<DispatchMode | null>(null);

  readonly queue = computed(() => openQueue(this.emergencies.value.values()));
  readonly ended = computed(() => endedRows(this.emergencies.value.values()));
  /** A unit that went home stays in the rows, so that an overtaken message does not bring it back; no screen shows it. */
  readonly roster = computed(() => [...this.units.value.values()].filter((unit) => unit.status !== 'offShift').sort(unitOrder));
  /** Oldest first: the one that has waited longest is acknowledged first. */
  readonly pending = computed(() => [...this.alarms.value.values()]
    .filter((alarm) => alarm.acknowledgedAt === null)
    .sort((a, b) => Date.parse(a.raisedAt) - Date.parse(b.raisedAt)));

  readonly #toldSince = new Set<string>();
  #modeToldSince = false;

  readonly mapUnits = computed<readonly MapUnit[]>(() => this.roster.value.flatMap((unit) => this.#onMap(unit)));
  readonly mapEmergencies = computed<readonly MapEmergency[]>(() => this.queue.value.map(onMap));

  /** Before a snapshot is asked for: what is told from here on may be newer than it. */
  expectSnapshot(): void {
    this.#toldSince.clear();
    this.#modeToldSince = false;
  }

  /** The whole board: what is not in it is gone, unless it was told after the snapshot had been asked for. */
  replace(board: Board): void {
    this.emergencies.value = this.#merged(board.emergencies, this.emergencies.peek());
    this.units.value = this.#merged(board.units, this.units.peek());
    const toldAlarms = [...this.alarms.peek().values()].filter((alarm) => this.#toldSince.has(alarm.id));
    this.alarms.value = new Map([...board.alarms, ...toldAlarms].map((alarm) => [alarm.id, alarm]));
    this.fixes.value = new Map(board.fixes.map((fix) => [fix.unitId, fix]));
    if (!this.#modeToldSince) {
      this.mode.value = board.mode;
    }
  }

  putMode(mode: DispatchMode): void {
    this.#modeToldSince = true;
    this.mode.value = mode;
  }

  putEmergency(row: EmergencyRow): void {
    this.#toldSince.add(row.id);
    this.emergencies.value = withNewer(this.emergencies.peek(), row);
  }

  putUnit(row: UnitRow): void {
    this.#toldSince.add(row.id);
    this.units.value = withNewer(this.units.peek(), row);
  }

  /** Once acknowledged, an alarm stays so. */
  putAlarm(row: AlarmRow): void {
    this.#toldSince.add(row.id);
    const known = this.alarms.peek().get(row.id);
    this.alarms.value = new Map(this.alarms.peek()).set(row.id, known?.acknowledgedAt == null ? row : known);
  }

  move(fixes: readonly UnitFix[]): void {
    const moved = new Map(this.fixes.peek());
    for (const fix of fixes) {
      const known = moved.get(fix.unitId);
      if (known === undefined || Date.parse(known.at) <= Date.parse(fix.at)) {
        moved.set(fix.unitId, fix);
      }
    }
    this.fixes.value = moved;
  }

  #merged<T extends { id: string; version: number }>(snapshot: readonly T[], known: Rows<T>): Rows<T> {
    let rows: Rows<T> = new Map(snapshot.map((row) => [row.id, row]));
    for (const row of known.values()) {
      if (this.#toldSince.has(row.id)) {
        rows = withNewer(rows, row);
      }
    }
    return rows;
  }

  #onMap(unit: UnitRow): MapUnit[] {
    const fix = this.fixes.value.get(unit.id);
    if (fix === undefined || unit.status === 'offShift') {
      return [];
    }
    return [{
      id: unit.id,
      callSign: unit.callSign,
      tone: unit.status,
      words: unitStatusWords(unit),
      latitude: fix.latitude,
      longitude: fix.longitude,
      headingDegrees: fix.headingDegrees,
      fixAt: fix.at,
      emergencyId: unit.emergencyId,
    }];
  }
}

export function onMap(row: EmergencyRow): MapEmergency {
  return {
    id: row.id,
    label: `P${row.priority}`,
    words: [`P${row.priority} ${row.number}`, row.complaintLabel, emergencyStatusWords(row), missingWords(row)].filter((part) => part !== null).join(', '),
    latitude: row.location.latitude,
    longitude: row.location.longitude,
    accuracyMetres: row.location.accuracyMetres,
    urgent: row.priority <= 2,
    open: isOpen(row.phase),
  };
}

function withNewer<T extends { id: string; version: number }>(rows: Rows<T>, row: T): Rows<T> {
  const known = rows.get(row.id);
  return known !== undefined && known.version >= row.version ? rows : new Map(rows).set(row.id, row);
}
