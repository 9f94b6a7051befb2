import { effect, signal, useSignal, type Signal } from '@preact/signals';
import type { Marker } from 'maplibre-gl';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { LocationSource } from '../contracts/domain/emergencies';
import { looksSwapped, readCoordinates, type ReadPlace } from '../text';
import { Button, Notice } from '../ui';
import type { BaseMap } from './baseMap';
import { markPlaces, showNamesWhenNear } from './fixedMarks';
import { coordinateText, distanceText, metresBetween, moved, type LatLng } from './geometry';
import { MapNotes } from './MapNotes';
import { Overlay, noShapes } from './overlay';
import { useBaseMap } from './useBaseMap';
import './map.css';

export interface PickedPlace extends LatLng {
  accuracyMetres: number | null;
  source: LocationSource;
}

export interface PlacePickerProps {
  value: PickedPlace | null;
  onPick: (place: PickedPlace) => void;
  /** From AppInfo; null for the built-in map. */
  styleUrl: string | null;
  label?: string;
}

const arrowSteps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [1, 0],
  ArrowDown: [-1, 0],
  ArrowRight: [0, 1],
  ArrowLeft: [0, -1],
};

/** How far one arrow key moves the pin, in pixels of the present zoom; with Shift, the longer one. */
const stepPx = 12;
const longStepPx = 80;

/** A pin on a map: by click, by drag, by arrow keys, or by coordinates. */
export function PlacePicker({ value, onPick, styleUrl, label = 'Place' }: PlacePickerProps): JSX.Element {
  const { container, opening } = useBaseMap({ styleUrl, centre: value, zoom: value === null ? 12 : 15, keyboard: false });
  const [place] = useState(() => signal(value));
  const [picked] = useState(() => ({ by: onPick }));
  // Where the map opened: a wrong pin has moved it since.
  const [home] = useState<{ at: LatLng | null }>(() => ({ at: value }));
  picked.by = onPick;
  useEffect(() => {
    place.value = value;
  }, [value?.latitude, value?.longitude, value?.accuracyMetres]);

  useEffect(
    () =>
      effect(() => {
        const now = opening.value;
        if (now.state !== 'open') return undefined;
        const { lat, lng } = now.base.map.getCenter();
        home.at ??= { latitude: lat, longitude: lng };
        return pin(now.base, place, (at) => picked.by(at));
      }),
    [],
  );

  const unavailable = opening.value.state === 'unavailable';
  return (
    <div class="place-picker" role="group" aria-label={label}>
      <div
        class="map map-pick"
        data-testid="place-map"
        hidden={unavailable}
        tabIndex={0}
        role="application"
        aria-label={`${label}: arrow keys move the pin, plus and minus zoom`}
        aria-describedby="place-where"
        onKeyDown={(event) => onMapKey(event, opening.value.state === 'open' ? opening.value.base : null, place, onPick)}
      >
        <div ref={container} class="map-canvas" />
        <MapNotes opening={opening} />
      </div>
      {unavailable && (
        <p class="muted small" role="status">
          The map cannot be shown here. Type the coordinates instead.
        </p>
      )}
      <CoordinateEntry place={value} near={() => home.at} onPick={onPick} />
    </div>
  );
}

type Doubt =
  | { readonly what: 'unread' }
  | { readonly what: 'swapped' }
  | { readonly what: 'far'; readonly place: LatLng; readonly metres: number };

interface EntryProps {
  place: PickedPlace | null;
  /** Where one looked at first; null where there is no map. */
  near: () => LatLng | null;
  onPick: (place: PickedPlace) => void;
}

function CoordinateEntry({ place, near, onPick }: EntryProps): JSX.Element {
  const typed = useSignal<string | null>(null);
  const doubt = useSignal<Doubt | null>(null);
  const pick = ({ latitude, longitude }: LatLng): void => onPick({ latitude, longitude, accuracyMetres: null, source: 'caller' });
  const use = (): void => {
    const text = typed.value;
    if (text === null || text.trim() === '') {
      return;
    }
    const here = near();
    const read = readCoordinates(text, here);
    doubt.value = read === null ? { what: 'unread' } : doubtOf(read, here);
    if (read !== null) {
      typed.value = null;
      pick(read);
    }
  };
  const exchange = (): void => {
    doubt.value = null;
    if (place !== null) pick({ latitude: place.longitude, longitude: place.latitude });
  };
  const bad = doubt.value?.what === 'unread';
  return (
    <div class="field">
      <label for="place-coordinates">Coordinates</label>
      <input
        id="place-coordinates"
        class="input numerals"
        dir="auto"
        autocomplete="off"
        spellcheck={false}
        placeholder="48.40120, 9.60210 or a link to a map"
        data-testid="place-coordinates"
        aria-invalid={bad}
        aria-describedby="place-where"
        value={typed.value ?? (place === null ? '' : `${place.latitude.toFixed(5)}, ${place.longitude.toFixed(5)}`)}
        onInput={(event) => {
          typed.value = event.currentTarget.value;
          doubt.value = null;
        }}
        onBlur={use}
        onKeyDown={(event) => {
          if (event.key === 'Enter') {
            event.preventDefault();
            use();
          }
        }}
      />
      <p id="place-where" class={bad ? 'field-error' : 'field-hint'} aria-live="polite">
        {bad
          ? 'This is no place that can be read. Write latitude and longitude, such as 48.4012, 9.6021, or paste a link to a map.'
          : whereText(place)}
      </p>
      {doubt.value !== null && doubt.value.what !== 'unread' && <DoubtNote doubt={doubt.value} place={place} onExchange={exchange} />}
    </div>
  );
}

function doubtOf(read: ReadPlace, here: LatLng | null): Doubt | null {
  if (read.swapped) return { what: 'swapped' };
  return here !== null && looksSwapped(read, here) ? { what: 'far', place: read, metres: metresBetween(read, here) } : null;
}

/** Said only of the place that was typed: a pin that has been moved since is where it was put. */
function DoubtNote({
  doubt,
  place,
  onExchange,
}: {
  doubt: Exclude<Doubt, { what: 'unread' }>;
  place: PickedPlace | null;
  onExchange: () => void;
}): JSX.Element | null {
  const shown = useRef<HTMLDivElement>(null);
  // In a dialog it may stand below what is seen.
  useEffect(() => shown.current?.scrollIntoView({ block: 'nearest' }), [doubt]);
  if (doubt.what === 'swapped')
    return (
      <div ref={shown}>
        <Notice tone="warning" role="status" testId="place-doubt">
          The longitude stood first, so the two were exchanged. Is the pin where it should be?
        </Notice>
      </div>
    );
  if (place === null || place.latitude !== doubt.place.latitude || place.longitude !== doubt.place.longitude) return null;
  return (
    <div ref={shown}>
      <Notice
        tone="warning"
        role="alert"
        testId="place-doubt"
        actions={
          <Button onClick={onExchange} testId="place-exchange">
            Exchange the two numbers
          </Button>
        }
      >
        This is {distanceText(doubt.metres)} away. Latitude stands first; was it{' '}
        {coordinateText({ latitude: place.longitude, longitude: place.latitude })}?
      </Notice>
    </div>
  );
}

function whereText(place: PickedPlace | null): string {
  if (place === null) {
    return 'No place yet: click the map, or focus it and press Enter to set the pin in its middle.';
  }
  const accuracy = place.accuracyMetres === null ? '' : `, right to about ${Math.round(place.accuracyMetres)} m`;
  return `Pin at ${coordinateText(place)}${accuracy}.`;
}

/** Keeps pin and circle on the map where the place is, and turns clicks and drags into places. */
function pin(base: BaseMap, place: Signal<PickedPlace | null>, onPick: (place: PickedPlace) => void): () => void {
  const element = document.createElement('div');
  element.className = 'map-pin';
  const marker: Marker = new base.engine.Marker({ element, anchor: 'bottom', draggable: true }).setLngLat([0, 0]);
  const stopPlaces = effect(() => {
    const places = markPlaces(base.engine, base.map, base.city.value.hospitals);
    return () => places.forEach((other) => other.remove());
  });
  const overlay = new Overlay(base);
  showNamesWhenNear(base.map);
  const pick = (at: { lng: number; lat: number }): void =>
    onPick({ latitude: at.lat, longitude: at.lng, accuracyMetres: null, source: 'map' });
  const clicks = base.map.on('click', (event) => pick(event.lngLat));
  marker.on('dragend', () => pick(marker.getLngLat()));
  let first = place.peek() === null;
  const stop = effect(() => {
    const now = place.value;
    if (now === null) {
      marker.remove();
      overlay.show(noShapes);
      return;
    }
    marker.setLngLat([now.longitude, now.latitude]).addTo(base.map);
    overlay.show({ ...noShapes, circle: now.accuracyMetres === null ? null : { ...now, radiusMetres: now.accuracyMetres } });
    if (first && now.source === 'device') {
      base.map.jumpTo({ center: [now.longitude, now.latitude], zoom: 15 });
    } else {
      base.reveal(now);
    }
    first = false;
  });
  return () => {
    stop();
    clicks.unsubscribe();
    marker.remove();
    stopPlaces();
  };
}

function onMapKey(
  event: KeyboardEvent,
  base: BaseMap | null,
  place: Signal<PickedPlace | null>,
  onPick: (place: PickedPlace) => void,
): void {
  if (base === null || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === '+' || event.key === '=' || event.key === '-') {
    base.map.zoomTo(base.map.getZoom() + (event.key === '-' ? -1 : 1));
    event.preventDefault();
    return;
  }
  const step = arrowSteps[event.key];
  const centre = base.map.getCenter();
  const from = place.peek() ?? { latitude: centre.lat, longitude: centre.lng };
  if (step === undefined && event.key !== 'Enter' && event.key !== ' ') {
    return;
  }
  event.preventDefault();
  const pixels = event.shiftKey ? longStepPx : stepPx;
  const metres = pixels * metresPerPixel(from.latitude, base.map.getZoom());
  const to = step === undefined ? from : moved(from, step[0] * metres, step[1] * metres);
  onPick({ latitude: to.latitude, longitude: to.longitude, accuracyMetres: null, source: 'map' });
}

/** Web Mercator with tiles of 512 pixels: the equator's length over the world's width in pixels. */
function metresPerPixel(latitude: number, zoom: number): number {
  return (40_075_016.686 * Math.cos((latitude * Math.PI) / 180)) / (512 * 2 ** zoom);
}
