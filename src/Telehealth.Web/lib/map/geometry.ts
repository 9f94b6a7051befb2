import type { Polygon, Position } from 'geojson';

export interface LatLng {
  latitude: number;
  longitude: number;
}

const earthRadiusMetres = 6_371_008.8;
const radians = Math.PI / 180;

/** Great-circle distance (haversine): exact enough for words on a screen, and safe at the 180th meridian. */
export function metresBetween(a: LatLng, b: LatLng): number {
  const dLat = (b.latitude - a.latitude) * radians;
  const dLng = (b.longitude - a.longitude) * radians;
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a.latitude * radians) * Math.cos(b.latitude * radians) * Math.sin(dLng / 2) ** 2;
  return 2 * earthRadiusMetres * Math.asin(Math.min(1, Math.sqrt(h)));
}

/** Moves a place by metres north and east; good for the few kilometres that a person moves a pin. */
export function moved(from: LatLng, northMetres: number, eastMetres: number): LatLng {
  const latitude = from.latitude + northMetres / earthRadiusMetres / radians;
  const shrink = Math.max(0.01, Math.cos(from.latitude * radians));
  const longitude = from.longitude + eastMetres / earthRadiusMetres / radians / shrink;
  return {
    latitude: Math.max(-85, Math.min(85, latitude)),
    longitude: ((longitude + 540) % 360) - 180,
  };
}

export function circleAround(centre: LatLng, radiusMetres: number): Polygon {
  const ring: Position[] = [];
  const corners = 48;
  for (let i = 0; i <= corners; i++) {
    const angle = (i / corners) * 2 * Math.PI;
    const point = moved(centre, Math.cos(angle) * radiusMetres, Math.sin(angle) * radiusMetres);
    ring.push([point.longitude, point.latitude]);
  }
  return { type: 'Polygon', coordinates: [ring] };
}

/** West, south, east, north; null when there is nothing to look at. */
export function boundsOf(places: Iterable<LatLng>): [number, number, number, number] | null {
  let bounds: [number, number, number, number] | null = null;
  for (const { latitude, longitude } of places) {
    bounds =
      bounds === null
        ? [longitude, latitude, longitude, latitude]
        : [Math.min(bounds[0], longitude), Math.min(bounds[1], latitude), Math.max(bounds[2], longitude), Math.max(bounds[3], latitude)];
  }
  return bounds;
}

const compass = ['north', 'north-east', 'east', 'south-east', 'south', 'south-west', 'west', 'north-west'] as const;

export function directionText(from: LatLng, to: LatLng): string {
  const north = to.latitude - from.latitude;
  const east = (to.longitude - from.longitude) * Math.cos(from.latitude * radians);
  const eighth = Math.round((Math.atan2(east, north) / (2 * Math.PI)) * 8);
  return compass[(eighth + 8) % 8] ?? 'north';
}

export function distanceText(metres: number): string {
  if (metres < 950) {
    return `${Math.round(metres / 10) * 10} m`;
  }
  return `${(metres / 1000).toFixed(metres < 9_950 ? 1 : 0)} km`;
}

export function coordinateText(place: LatLng): string {
  const northSouth = place.latitude >= 0 ? 'N' : 'S';
  const eastWest = place.longitude >= 0 ? 'E' : 'W';
  return `${Math.abs(place.latitude).toFixed(5)} ${northSouth}, ${Math.abs(place.longitude).toFixed(5)} ${eastWest}`;
}
