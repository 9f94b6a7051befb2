import { computed, type ReadonlySignal } from '@preact/signals';
import type { IncidentView } from '../../../lib/contracts/dispatching';
import type { LatLng } from '../../../lib/map/geometry';
import type { MapEmergency, MapSelection, MapUnit } from '../../../lib/map/marks';
import { serverTimeNow } from '../../../lib/time/clock';
import type { Selection } from '../board/selection';
import { type Replay, tracksOf } from '../replay/replay';

/** What the map is drawn from. */
export interface MapSources {
  readonly rows: {
    readonly mapUnits: ReadonlySignal<readonly MapUnit[]>;
    readonly mapEmergencies: ReadonlySignal<readonly MapEmergency[]>;
  };
  /** The ids of units of which nothing is heard. */
  readonly silent: ReadonlySignal<ReadonlySet<string>>;
  readonly incident: ReadonlySignal<IncidentView | null>;
  readonly replay: ReadonlySignal<Replay | null>;
  readonly selection: Selection;
}

/** What the map shows: the board as it is now, or what a replay has reached, and never both. */
export class MapView {
  readonly units = computed<readonly MapUnit[]>(() => this.from.replay.value?.mapUnits.value ?? this.#unitsNow.value);
  readonly emergencies = computed<readonly MapEmergency[]>(
    () => this.from.replay.value?.mapEmergencies ?? this.from.rows.mapEmergencies.value,
  );
  /** A line for the way of one unit; those of several are dots, which are not joined. */
  readonly track = computed<readonly LatLng[]>(() => (this.#tracks.value.length === 1 ? (this.#tracks.value[0]?.points ?? []) : []));
  readonly dots = computed<readonly LatLng[]>(() =>
    this.#tracks.value.length === 1 ? [] : this.#tracks.value.flatMap((track) => track.points),
  );
  readonly selected = computed<MapSelection>(() => {
    const { unitId, openId } = this.from.selection;
    if (this.from.replay.value === null && unitId.value !== null) {
      return { kind: 'unit', id: unitId.value };
    }
    return openId.value === null ? null : { kind: 'emergency', id: openId.value };
  });
  readonly now = (): number => this.from.replay.peek()?.at.peek() ?? serverTimeNow();

  /** A unit of which nothing is heard is not drawn as one that can be sent. */
  readonly #unitsNow = computed<readonly MapUnit[]>(() =>
    this.from.rows.mapUnits.value.map((unit) =>
      this.from.silent.value.has(unit.id) ? { ...unit, tone: 'unavailable', words: 'no signal' } : unit,
    ),
  );
  readonly #tracks = computed(() => tracksOf(this.from.replay.value?.frame.value.path ?? this.from.incident.value?.track ?? []));

  constructor(private readonly from: MapSources) {}

  /** Marks of the past are looked at, not acted upon. */
  readonly select = (mark: NonNullable<MapSelection>): void => {
    if (this.from.replay.peek() !== null) return;
    if (mark.kind === 'emergency') this.from.selection.open(mark.id);
    else this.from.selection.unitId.value = mark.id;
  };
}
