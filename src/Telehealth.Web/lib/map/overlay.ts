import type { FeatureCollection, Feature } from 'geojson';
import type { GeoJSONSource } from 'maplibre-gl';
import type { BaseMap } from './baseMap';
import { circleAround, type LatLng } from './geometry';

export interface OverlayShapes {
  /** How far off the place may be. */
  circle: (LatLng & { radiusMetres: number }) | null;
  /** From each unit to where it is needed. */
  links: readonly (readonly [LatLng, LatLng])[];
  track: readonly LatLng[];
  /** Where somebody has been; not joined, for they may be several ways. */
  dots: readonly LatLng[];
}

export const noShapes: OverlayShapes = { circle: null, links: [], track: [], dots: [] };

const sourceId = 'live-overlay';

/** The few shapes that are drawn between the ground and the marks. */
export class Overlay {
  private shapes: OverlayShapes = noShapes;

  constructor(private readonly base: BaseMap) {
    base.onStyle(() => this.lay());
  }

  show(shapes: OverlayShapes): void {
    this.shapes = shapes;
    this.base.map.getSource<GeoJSONSource>(sourceId)?.setData(collect(shapes));
  }

  private lay(): void {
    const { map, theme } = this.base;
    for (const id of ['overlay-circle', 'overlay-circle-edge', 'overlay-track', 'overlay-dots', 'overlay-link']) {
      if (map.getLayer(id) !== undefined) {
        map.removeLayer(id);
      }
    }
    if (map.getSource(sourceId) === undefined) {
      map.addSource(sourceId, { type: 'geojson', data: collect(this.shapes) });
    }
    const line = { 'line-cap': 'round', 'line-join': 'round' } as const;
    map.addLayer({
      id: 'overlay-circle',
      type: 'fill',
      source: sourceId,
      filter: ['==', ['get', 'shape'], 'circle'],
      paint: { 'fill-color': theme.accuracy, 'fill-opacity': 0.1 },
    });
    map.addLayer({
      id: 'overlay-circle-edge',
      type: 'line',
      source: sourceId,
      filter: ['==', ['get', 'shape'], 'circle'],
      paint: { 'line-color': theme.accuracy, 'line-width': 1, 'line-opacity': 0.6 },
    });
    map.addLayer({
      id: 'overlay-track',
      type: 'line',
      source: sourceId,
      filter: ['==', ['get', 'shape'], 'track'],
      layout: line,
      paint: { 'line-color': theme.track, 'line-width': 3, 'line-opacity': 0.55 },
    });
    map.addLayer({
      id: 'overlay-dots',
      type: 'circle',
      source: sourceId,
      filter: ['==', ['get', 'shape'], 'dot'],
      paint: { 'circle-color': theme.track, 'circle-radius': 3, 'circle-opacity': 0.7 },
    });
    map.addLayer({
      id: 'overlay-link',
      type: 'line',
      source: sourceId,
      filter: ['==', ['get', 'shape'], 'link'],
      layout: line,
      paint: { 'line-color': theme.link, 'line-width': 1.6, 'line-dasharray': [1, 3] },
    });
  }
}

function collect(shapes: OverlayShapes): FeatureCollection {
  const features: Feature[] = [];
  if (shapes.circle !== null && shapes.circle.radiusMetres > 0) {
    features.push({ type: 'Feature', properties: { shape: 'circle' }, geometry: circleAround(shapes.circle, shapes.circle.radiusMetres) });
  }
  if (shapes.track.length > 1) {
    features.push(lineOf('track', shapes.track));
  }
  for (const dot of shapes.dots) {
    features.push({
      type: 'Feature',
      properties: { shape: 'dot' },
      geometry: { type: 'Point', coordinates: [dot.longitude, dot.latitude] },
    });
  }
  for (const link of shapes.links) {
    features.push(lineOf('link', link));
  }
  return { type: 'FeatureCollection', features };
}

function lineOf(shape: string, places: readonly LatLng[]): Feature {
  const coordinates = places.map((place) => [place.longitude, place.latitude]);
  return { type: 'Feature', properties: { shape }, geometry: { type: 'LineString', coordinates } };
}
