import { expect, test } from 'vitest';
import type { PlaceView } from '../../lib/contracts/emergencies';
import { type DraftPlace, placeFoundLater } from './draft';

const found = (accuracyMetres: number): DraftPlace => ({ latitude: 48.4, longitude: 9.98, accuracyMetres, source: 'device' });
const known = (over: Partial<PlaceView>): PlaceView => ({
  latitude: 48,
  longitude: 9,
  accuracyMetres: 2_000,
  source: 'device',
  note: null,
  ...over,
});
const nowhere = known({ latitude: null, longitude: null, accuracyMetres: null, source: 'callerDoesNotKnow', note: 'Behind the bakery' });

test('who was done before the device knew where it is, is found all the same, and the words stay', () => {
  expect(placeFoundLater(nowhere, found(900))).toEqual({
    latitude: 48.4,
    longitude: 9.98,
    accuracyMetres: 900,
    source: 'device',
    note: 'Behind the bakery',
  });
});

test('a place from the device gives way to a much surer one only', () => {
  expect(placeFoundLater(known({}), found(10))?.accuracyMetres).toBe(10);
  expect(placeFoundLater(known({}), found(1_500))).toBeNull();
});

test('a place that somebody pointed at stands', () => {
  expect(placeFoundLater(known({ source: 'map' }), found(5))).toBeNull();
});
