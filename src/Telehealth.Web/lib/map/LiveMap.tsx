import { effect, useComputed, useSignal, type ReadonlySignal } from '@preact/signals';
import type { JSX } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import type { FeatureCollection } from 'geojson';
import { AreaLines } from './areaLines';
import type { BaseMap } from './baseMap';
import { EmergencyMarks, markPlaces, showNamesWhenNear } from './fixedMarks';
import { boundsOf, type LatLng } from './geometry';
import { MapAsList } from './MapAsList';
import { MapNotes } from './MapNotes';
import type { MapEmergency, MapSelection, MapUnit } from './marks';
import { Overlay, type OverlayShapes } from './overlay';
import { UnitMarks } from './unitMarks';
import { useBaseMap } from './useBaseMap';
import './map.css';

export interface LiveMapProps {
  units: ReadonlySignal<readonly MapUnit[]>;
  emergencies: ReadonlySignal<readonly MapEmergency[]>;
  selected?: ReadonlySignal<MapSelection>;
  /** Where the selected incident's unit has been. */
  track?: ReadonlySignal<readonly LatLng[]>;
  /** Places where somebody has been, which are not one unit's way. */
  dots?: ReadonlySignal<readonly LatLng[]>;
  /** The areas of the control room, as the server has them. */
  areas?: ReadonlySignal<FeatureCollection | null>;
  onSelect?: (selection: NonNullable<MapSelection>) => void;
  /** From AppInfo; null for the built-in map. */
  styleUrl: string | null;
  /** The server's time in milliseconds, by which the age of a fix is told. */
  serverNow?: () => number;
  label?: string;
}

/** Units, emergencies and hospitals on a map that follows them by itself. The component renders once; marks move outside of it. */
export function LiveMap(props: LiveMapProps): JSX.Element {
  const { container, opening } = useBaseMap({ styleUrl: props.styleUrl, centre: null, zoom: 12, keyboard: true });
  const asList = useSignal(false);
  const serverNow = useMemo(() => props.serverNow ?? (() => Date.now()), []);
  const unavailable = useComputed(() => opening.value.state === 'unavailable');

  useEffect(
    () =>
      effect(() => {
        const now = opening.value;
        return now.state === 'open' ? animate(now.base, props, serverNow) : undefined;
      }),
    [],
  );

  const listed = asList.value || unavailable.value;
  return (
    <section class="map" data-testid="map" aria-label={props.label ?? 'Map of units and emergencies'}>
      <div ref={container} class="map-canvas" data-covered={listed} />
      <MapNotes opening={opening} />
      {listed && (
        <MapAsList
          units={props.units}
          emergencies={props.emergencies}
          selected={props.selected}
          onSelect={props.onSelect}
          serverNow={serverNow}
        />
      )}
      {!unavailable.value && (
        <div class="map-tools">
          <button
            type="button"
            class="map-tool"
            aria-pressed={asList.value}
            onClick={() => {
              asList.value = !asList.value;
            }}
          >
            {asList.value ? 'Map' : 'List'}
          </button>
          <button type="button" class="map-tool" hidden={asList.value} onClick={() => showAll(opening.value, props)}>
            Show all
          </button>
        </div>
      )}
    </section>
  );
}

function showAll(opening: { state: string; base?: BaseMap }, props: LiveMapProps): void {
  const base = opening.base;
  if (base === undefined) {
    return;
  }
  const bounds = boundsOf([...props.units.peek(), ...props.emergencies.peek()]) ?? base.city.peek().bounds;
  if (bounds !== null) {
    base.fit(bounds, 15.5, true);
  }
}

/** Ties signals to marks for as long as the map stands. */
function animate(base: BaseMap, props: LiveMapProps, serverNow: () => number): () => void {
  const select = (kind: 'unit' | 'emergency') => (id: string) => props.onSelect?.({ kind, id });
  const emergencyMarks = new EmergencyMarks(base.engine, base.map, select('emergency'));
  const unitMarks = new UnitMarks(base.engine, base.map, serverNow, select('unit'));
  const areas = new AreaLines(base);
  const overlay = new Overlay(base);
  showNamesWhenNear(base.map);

  let framed = false;
  const stops = [
    effect(() => {
      const { posts, hospitals } = base.city.value;
      const places = markPlaces(base.engine, base.map, [...posts, ...hospitals]);
      return () => places.forEach((marker) => marker.remove());
    }),
    effect(() => unitMarks.show(props.units.value, selectedOf(props, 'unit'))),
    effect(() => emergencyMarks.show(props.emergencies.value, selectedOf(props, 'emergency'))),
    effect(() => areas.show(props.areas?.value ?? null)),
    effect(() => overlay.show(shapesOf(props))),
    effect(() => {
      if (!framed) {
        const bounds = boundsOf([...props.units.value, ...props.emergencies.value]);
        framed = bounds !== null;
        const first = bounds ?? base.city.value.bounds;
        if (first !== null) {
          base.fit(first, 14, false);
        }
      }
    }),
    effect(() => {
      const place = selectedPlace(props);
      if (place !== null) {
        base.reveal(place);
      }
    }),
  ];
  return () => {
    stops.forEach((stop) => stop());
    unitMarks.dispose();
    emergencyMarks.dispose();
  };
}

function selectedOf(props: LiveMapProps, kind: 'unit' | 'emergency'): string | null {
  const selection = props.selected?.value ?? null;
  return selection?.kind === kind ? selection.id : null;
}

/** Only the selection is a dependency: a map that follows a unit by itself takes the view from the hand. */
function selectedPlace(props: LiveMapProps): LatLng | null {
  const selection = props.selected?.value ?? null;
  if (selection === null) {
    return null;
  }
  const marks: readonly (LatLng & { id: string })[] = selection.kind === 'unit' ? props.units.peek() : props.emergencies.peek();
  return marks.find((mark) => mark.id === selection.id) ?? null;
}

function shapesOf(props: LiveMapProps): OverlayShapes {
  const selection = props.selected?.value ?? null;
  const unit =
    props.units.value.find((candidate) => (selection?.kind === 'unit' ? candidate.id : candidate.emergencyId) === selection?.id) ?? null;
  const emergencyId = selection?.kind === 'emergency' ? selection.id : (unit?.emergencyId ?? null);
  const shown =
    props.emergencies.value.find((candidate) => candidate.id === emergencyId) ??
    (props.emergencies.value.length === 1 ? props.emergencies.value[0] : undefined) ??
    null;
  const accuracy = shown?.accuracyMetres ?? null;
  return {
    circle: shown === null || accuracy === null ? null : { latitude: shown.latitude, longitude: shown.longitude, radiusMetres: accuracy },
    links:
      selection === null || shown === null
        ? []
        : props.units.value.filter((candidate) => candidate.emergencyId === shown.id).map((candidate) => [candidate, shown] as const),
    track: props.track?.value ?? [],
    dots: props.dots?.value ?? [],
  };
}
