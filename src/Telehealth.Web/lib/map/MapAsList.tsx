import { useSignal, type ReadonlySignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect } from 'preact/hooks';
import { fixAgeText, isStale } from './fixAge';
import { coordinateText, directionText, distanceText, metresBetween } from './geometry';
import type { MapEmergency, MapSelection, MapUnit } from './marks';

interface MapAsListProps {
  units: ReadonlySignal<readonly MapUnit[]>;
  emergencies: ReadonlySignal<readonly MapEmergency[]>;
  selected?: ReadonlySignal<MapSelection> | undefined;
  onSelect?: ((selection: NonNullable<MapSelection>) => void) | undefined;
  serverNow: () => number;
}

/** Positions change every second; a list that is read aloud must hold still for a while. */
const refreshMs = 5_000;

/** The map in words, for those who cannot see it and for browsers that cannot draw it. */
export function MapAsList(props: MapAsListProps): JSX.Element {
  const tick = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => {
      tick.value += 1;
    }, refreshMs);
    return () => clearInterval(timer);
  }, []);
  // Read through the tick alone, so that a moving unit does not render the list.
  void tick.value;
  const units = props.units.peek();
  const emergencies = props.emergencies.value;
  const selection = props.selected?.value ?? null;
  return (
    <div class="map-list">
      <h3>Emergencies</h3>
      {emergencies.length === 0 && <p class="map-list-empty">None.</p>}
      <ul>
        {emergencies.map((emergency) => (
          <li key={emergency.id}>
            <ListRow
              label={emergency.words}
              place={coordinateText(emergency)}
              chosen={selection?.id === emergency.id}
              onChoose={props.onSelect && (() => props.onSelect?.({ kind: 'emergency', id: emergency.id }))}
            />
          </li>
        ))}
      </ul>
      <h3>Units</h3>
      {units.length === 0 && <p class="map-list-empty">None with a known position.</p>}
      <ul>
        {units.map((unit) => (
          <li key={unit.id}>
            <ListRow
              label={`${unit.callSign}, ${unit.words}`}
              place={whereText(unit, emergencies, props.serverNow())}
              chosen={selection?.id === unit.id}
              onChoose={props.onSelect && (() => props.onSelect?.({ kind: 'unit', id: unit.id }))}
            />
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ListRowProps {
  label: string;
  place: string;
  chosen: boolean;
  onChoose: (() => void) | undefined;
}

function ListRow({ label, place, chosen, onChoose }: ListRowProps): JSX.Element {
  const text = (
    <>
      <strong>{label}</strong>
      <span>{place}</span>
    </>
  );
  if (onChoose === undefined) {
    return <div class="map-list-row">{text}</div>;
  }
  return (
    <button type="button" class="map-list-row" aria-pressed={chosen} onClick={onChoose}>
      {text}
    </button>
  );
}

function whereText(unit: MapUnit, emergencies: readonly MapEmergency[], now: number): string {
  const ageMs = now - Date.parse(unit.fixAt);
  const age = isStale(ageMs) ? `position ${fixAgeText(ageMs)} old` : `seen ${fixAgeText(ageMs)}${ageMs < 5_000 ? '' : ' ago'}`;
  const goal = emergencies.find((emergency) => emergency.id === unit.emergencyId);
  const where =
    goal === undefined ? coordinateText(unit) : `${distanceText(metresBetween(goal, unit))} ${directionText(goal, unit)} of its emergency`;
  return `${where}, ${age}`;
}
