import type { ReadonlySignal } from '@preact/signals';
import type { JSX } from 'preact';
import type { MapNote } from './baseMap';
import type { MapOpening } from './useBaseMap';

const words: Record<MapNote, string> = {
  style_failed: 'The street map did not answer. This is the built-in map.',
  city_failed: 'Roads could not be loaded. Places are right, streets are missing.',
  world_failed: 'Coasts and borders could not be loaded.',
};

/** What is not as it should be about the map, in a quiet line on its lower edge. */
export function MapNotes({ opening }: { opening: ReadonlySignal<MapOpening> }): JSX.Element | null {
  const now = opening.value;
  if (now.state === 'opening') {
    return <p class="map-note">Loading the map…</p>;
  }
  if (now.state === 'unavailable') {
    return (
      <p class="map-note map-note-plain" role="status">
        {now.words} Everything on it is in this list.
      </p>
    );
  }
  const notes = now.base.notes.value;
  return notes.length === 0 ? null : (
    <p class="map-note" role="status">
      {notes.map((note) => words[note]).join(' ')}
    </p>
  );
}
