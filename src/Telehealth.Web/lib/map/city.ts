import type { Feature, FeatureCollection, LineString, Point } from 'geojson';
import { boundsOf, type LatLng } from './geometry';

export interface CityPlace extends LatLng {
  id: string;
  name: string;
  kind: 'hospital' | 'post';
}

export interface City {
  /** Roads and water, as the server gave them. */
  ground: FeatureCollection;
  hospitals: CityPlace[];
  posts: CityPlace[];
  bounds: [number, number, number, number] | null;
}

export const noCity: City = { ground: { type: 'FeatureCollection', features: [] }, hospitals: [], posts: [], bounds: null };

let loaded: Promise<City> | null = null;

/** The city is some hundred kilobytes and never changes while a page is open: fetched once, and again only after a failure. */
export function loadCity(): Promise<City> {
  loaded ??= fetchCity().catch((reason: unknown) => {
    loaded = null;
    throw reason;
  });
  return loaded;
}

/** In a dead spot a request may hang for minutes, and nothing would try again meanwhile. */
const patienceMs = 30_000;

async function fetchCity(): Promise<City> {
  const response = await fetch('/api/map/roads', { credentials: 'same-origin', signal: AbortSignal.timeout(patienceMs) });
  if (!response.ok) {
    throw new Error(`The city map was not given (${response.status}).`);
  }
  return readCity((await response.json()) as FeatureCollection);
}

export function readCity(collection: FeatureCollection): City {
  const ground: Feature[] = [];
  const hospitals: CityPlace[] = [];
  const posts: CityPlace[] = [];
  for (const feature of collection.features) {
    const kind: unknown = feature.properties?.['kind'];
    if (feature.geometry.type === 'Point' && (kind === 'hospital' || kind === 'post')) {
      (kind === 'hospital' ? hospitals : posts).push(readPlace(feature as Feature<Point>, kind));
    } else if (feature.geometry.type !== 'Point') {
      ground.push(feature);
    }
  }
  return { ground: { type: 'FeatureCollection', features: ground }, hospitals, posts, bounds: boundsOf(roadPoints(ground)) };
}

function readPlace(feature: Feature<Point>, kind: 'hospital' | 'post'): CityPlace {
  const [longitude = 0, latitude = 0] = feature.geometry.coordinates;
  const name = String(feature.properties?.['name'] ?? (kind === 'hospital' ? 'Hospital' : 'Post'));
  return { id: `${kind}:${name}:${longitude}:${latitude}`, name, kind, latitude, longitude };
}

function* roadPoints(features: readonly Feature[]): Iterable<LatLng> {
  for (const feature of features) {
    if (feature.geometry.type === 'LineString' && feature.properties?.['class'] !== 'water') {
      for (const [longitude = 0, latitude = 0] of (feature.geometry as LineString).coordinates) {
        yield { latitude, longitude };
      }
    }
  }
}
