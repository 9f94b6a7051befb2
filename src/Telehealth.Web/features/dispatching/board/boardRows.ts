import { computed, signal } from '@preact/signals';
import { type AlarmRow, type Board, type DispatchMode, type EmergencyRow, endedShownForMs } from '../../../lib/contracts/dispatching';
import type { UnitFix, UnitRow } from '../../../lib/contracts/units';
import { mapMark } from '../../emergencies/mapMark';
import { endedRows, openQueue } from '../../emergencies/queue';
import { unitOrder } from '../../units/unitView';
import { unitStatusText } from '../../units/unitStatusText';
import type { MapEmergency, MapUnit } from '../../../lib/map/marks';
import { VersionedRows } from '../../../lib/realtime/VersionedRows';
import { serverTimeNow } from '../../../lib/time/clock';

/**
 * What the server has said, row by row; fixes by their own time. What has left the board is forgotten, also by a console that is never
 * reloaded.
 */
export class BoardRows {
  readonly #emergencies = new VersionedRows<EmergencyRow>();
  readonly #units = new VersionedRows<UnitRow>();
  readonly #alarms = new VersionedRows<AlarmRow>();
  readonly emergencies = this.#emergencies.all;
  readonly units = this.#units.all;
  readonly alarms = this.#alarms.all;
  readonly fixes = signal<ReadonlyMap<string, UnitFix>>(new Map());
  readonly mode = signal<DispatchMode | null>(null);

  readonly queue = computed(() => openQueue(this.emergencies.value.values()));
  readonly ended = computed(() => endedRows(this.emergencies.value.values()));
  /** A unit that went home stays in the rows for a while, so that an overtaken message does not bring it back; no screen shows it. */
  readonly roster = computed(() => [...this.units.value.values()].filter((unit) => unit.status !== 'offShift').sort(unitOrder));
  /** Oldest first: the one that has waited longest is acknowledged first. */
  readonly pending = computed(() =>
    [...this.alarms.value.values()]
      .filter((alarm) => alarm.acknowledgedAt === null && alarm.clearedAt === null)
      .sort((a, b) => Date.parse(a.raisedAt) - Date.parse(b.raisedAt) || a.id.localeCompare(b.id)),
  );

  #modeToldSince = false;

  readonly mapUnits = computed<readonly MapUnit[]>(() => this.roster.value.flatMap((unit) => this.#onMap(unit)));
  readonly mapEmergencies = computed<readonly MapEmergency[]>(() => this.queue.value.flatMap((row) => mapMark(row) ?? []));

  /** Before a snapshot is asked for: what is told from here on may be newer than it. */
  expectSnapshot(): void {
    this.#emergencies.expectSnapshot();
    this.#units.expectSnapshot();
    this.#alarms.expectSnapshot();
    this.#modeToldSince = false;
  }

  /** The whole board: what is not in it is gone, unless it was told after the snapshot had been asked for. */
  replace(board: Board): void {
    this.#emergencies.replace(board.emergencies);
    this.#units.replace(board.units);
    this.#alarms.replace(board.alarms);
    this.move(board.fixes);
    if (!this.#modeToldSince) {
      this.mode.value = board.mode;
    }
  }

  putMode(mode: DispatchMode): void {
    this.#modeToldSince = true;
    this.mode.value = mode;
  }

  /** One that has left the board does not come back because somebody opened it. */
  putEmergency(row: EmergencyRow, now = serverTimeNow()): void {
    if (this.emergencies.peek().has(row.id) || isOnBoard(row, now)) {
      this.#emergencies.put(row);
    }
  }

  putUnit(row: UnitRow): void {
    this.#units.put(row);
  }

  putAlarm(row: AlarmRow): void {
    this.#alarms.put(row);
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

  /** Nobody tells that an hour has passed: called now and then, with the server's time. */
  forgetWhatLeft(now: number): void {
    this.#emergencies.keep((row) => isOnBoard(row, now));
    this.#units.keep((unit) => unit.status !== 'offShift' || now - Date.parse(unit.statusSince) < endedShownForMs);
    this.#alarms.keep((alarm) => {
      const settledAt = alarm.acknowledgedAt ?? alarm.clearedAt;
      return settledAt === null || now - Date.parse(settledAt) < endedShownForMs;
    });
    const units = this.units.peek();
    // A fix may come a moment before its unit.
    const fixes = [...this.fixes.peek()].filter(([id, fix]) => units.has(id) || now - Date.parse(fix.at) < endedShownForMs);
    if (fixes.length < this.fixes.peek().size) {
      this.fixes.value = new Map(fixes);
    }
  }

  #onMap(unit: UnitRow): MapUnit[] {
    const fix = this.fixes.value.get(unit.id);
    if (fix === undefined || unit.status === 'offShift') {
      return [];
    }
    return [
      {
        id: unit.id,
        callSign: unit.callSign,
        tone: unit.status,
        words: unitStatusText(unit),
        latitude: fix.latitude,
        longitude: fix.longitude,
        headingDegrees: fix.headingDegrees,
        fixAt: fix.at,
        emergencyId: unit.emergencyId,
        isAtScene: unit.assignmentStatus === 'onScene',
      },
    ];
  }
}

function isOnBoard(row: EmergencyRow, now: number): boolean {
  return row.endedAt === null || now - Date.parse(row.endedAt) < endedShownForMs;
}
