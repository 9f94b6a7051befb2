import type { Feature, FeatureCollection, MultiPolygon, Point, Polygon, Position } from 'geojson';
import { feature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import worldUrl from 'world-atlas/countries-50m.json?url';

type WorldTopology = Topology<{ countries: GeometryCollection<{ name: string }> }>;

export interface World {
  land: FeatureCollection;
  names: FeatureCollection<Point, CountryName>;
}

/** The larger is written first where two names do not fit. */
export interface CountryName {
  name: string;
  size: number;
}

export const noWorld: World = {
  land: { type: 'FeatureCollection', features: [] },
  names: { type: 'FeatureCollection', features: [] },
};

let loaded: Promise<World> | null = null;

/** Natural Earth's outlines (public domain), from our own origin: the map needs no internet. */
export function loadWorld(): Promise<World> {
  loaded ??= fetchWorld().catch((reason: unknown) => {
    loaded = null;
    throw reason;
  });
  return loaded;
}

async function fetchWorld(): Promise<World> {
  const response = await fetch(worldUrl);
  if (!response.ok) {
    throw new Error(`The world's outlines were not given (${response.status}).`);
  }
  const topology = (await response.json()) as WorldTopology;
  const countries = feature(topology, topology.objects.countries);
  return {
    land: { type: 'FeatureCollection', features: countries.features.flatMap(partsOf) },
    names: { type: 'FeatureCollection', features: countries.features.flatMap(nameOf) },
  };
}

/** Each island on its own: as one shape with a thousand holes and parts the world is cut into tiles wrongly. */
function partsOf(country: Feature): Feature<Polygon>[] {
  const geometry = country.geometry as Polygon | MultiPolygon | null;
  const parts = geometry === null ? [] : geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
  return parts.map((coordinates) => ({ type: 'Feature', properties: {}, geometry: { type: 'Polygon', coordinates } }));
}

/** A country's name stands at the middle of its largest part, so that islands far away do not pull it into the sea. */
function nameOf(country: Feature): Feature<Point, CountryName>[] {
  const name: unknown = country.properties?.['name'];
  const rings = partsOf(country).map((part) => part.geometry.coordinates[0] ?? []);
  const largest = rings.reduce<Position[]>((best, ring) => (areaOf(ring) > areaOf(best) ? ring : best), []);
  if (typeof name !== 'string' || largest.length === 0) {
    return [];
  }
  return [{ type: 'Feature', properties: { name, size: areaOf(largest) }, geometry: { type: 'Point', coordinates: middle(largest) } }];
}

/** In square degrees: only good for telling large from small. */
function areaOf(ring: readonly Position[]): number {
  let twice = 0;
  for (let i = 1; i < ring.length; i++) {
    const [x0 = 0, y0 = 0] = ring[i - 1] ?? [];
    const [x1 = 0, y1 = 0] = ring[i] ?? [];
    twice += x0 * y1 - x1 * y0;
  }
  return Math.abs(twice) / 2;
}

/** The mean of the corners: for a country over the 180th meridian it stays on the side where most of it lies. */
function middle(ring: readonly Position[]): Position {
  const sum = ring.reduce<[number, number]>(([x, y], [lng = 0, lat = 0]) => [x + lng, y + lat], [0, 0]);
  return [sum[0] / ring.length, sum[1] / ring.length];
}
