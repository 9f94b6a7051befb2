import type { PlaceView } from '../../lib/contracts/emergencies';

/** A place as the server takes it: a point, words, both or neither. */
export function placeFrom(point: Omit<PlaceView, 'note'> | null, note: string): PlaceView {
  const words = note.trim() === '' ? null : note.trim();
  return point === null
    ? { latitude: null, longitude: null, accuracyMetres: null, source: words === null ? 'notYetKnown' : 'caller', note: words }
    : { latitude: point.latitude, longitude: point.longitude, accuracyMetres: point.accuracyMetres, source: point.source, note: words };
}
