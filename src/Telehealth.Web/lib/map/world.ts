import type { Feature, FeatureCollection, MultiLineString, MultiPolygon, Point, Polygon, Position } from 'geojson';
import { feature, mesh } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import worldUrl from 'world-atlas/countries-50m.json?url';

type WorldTopology = Topology<{ countries: GeometryCollection<{ name: string }>; land: GeometryCollection }>;

export interface World {
  land: FeatureCollection | Feature;
  borders: MultiLineString;
  names: FeatureCollection<Point, { name: string }>;
}

export const noWorld: World = {
  land: { type: 'FeatureCollection', features: [] },
  borders: { type: 'MultiLineString', coordinates: [] },
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
    land: feature(topology, topology.objects.land),
    borders: mesh(topology, topology.objects.countries, (a, b) => a !== b),
    names: { type: 'FeatureCollection', features: countries.features.flatMap(nameOf) },
  };
}

/** A country's name stands at the middle of its largest part, so that islands far away do not pull it into the sea. */
function nameOf(country: Feature): Feature<Point, { name: string }>[] {
  const name: unknown = country.properties?.['name'];
  const largest = ringsOf(country).reduce<Position[] | null>((best, ring) => (best === null || spread(ring) > spread(best) ? ring : best), null);
  if (typeof name !== 'string' || largest === null) {
    return [];
  }
  return [{ type: 'Feature', properties: { name }, geometry: { type: 'Point', coordinates: middle(largest) } }];
}

function ringsOf(country: Feature): Position[][] {
  const geometry = country.geometry as Polygon | MultiPolygon | null;
  if (geometry === null) {
    return [];
  }
  return geometry.type === 'Polygon' ? geometry.coordinates.slice(0, 1) : geometry.coordinates.flatMap((part) => part.slice(0, 1));
}

function box(ring: readonly Position[]): [number, number, number, number] {
  let [west, south, east, north] = [180, 90, -180, -90];
  for (const [lng = 0, lat = 0] of ring) {
    west = Math.min(west, lng);
    south = Math.min(south, lat);
    east = Math.max(east, lng);
    north = Math.max(north, lat);
  }
  return [west, south, east, north];
}

function spread(ring: readonly Position[]): number {
  const [west, south, east, north] = box(ring);
  return (east - west) * (north - south);
}

function middle(ring: readonly Position[]): Position {
  const [west, south, east, north] = box(ring);
  return [(west + east) / 2, (south + north) / 2];
}
