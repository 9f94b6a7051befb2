import type { Feature, FeatureCollection, Position } from 'geojson';
import type { GeoJSONSource } from 'maplibre-gl';
import type { BaseMap } from './baseMap';
import { labelImageId } from './labels';

const sourceId = 'areas';
const layers = ['area-edge', 'area-name'];
const none: FeatureCollection = { type: 'FeatureCollection', features: [] };

/** The edges of the areas that the control room has, with a name in the middle of each: thin, for what lives matters more. */
export class AreaLines {
  private areas: FeatureCollection = none;

  constructor(private readonly base: BaseMap) {
    base.onStyle(() => this.lay());
  }

  show(areas: FeatureCollection | null): void {
    this.areas =
      areas === null ? none : { type: 'FeatureCollection', features: areas.features.flatMap((area) => [area, ...namesOf(area)]) };
    this.base.map.getSource<GeoJSONSource>(sourceId)?.setData(this.areas);
  }

  private lay(): void {
    const { map, theme } = this.base;
    for (const id of layers.filter((layer) => map.getLayer(layer) !== undefined)) {
      map.removeLayer(id);
    }
    if (map.getSource(sourceId) === undefined) {
      map.addSource(sourceId, { type: 'geojson', data: this.areas });
    }
    map.addLayer({
      id: 'area-edge',
      type: 'line',
      source: sourceId,
      filter: ['!=', ['geometry-type'], 'Point'],
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': theme.label,
        'line-width': 1.2,
        'line-opacity': 0.7,
        'line-dasharray': ['match', ['get', 'kind'], 'service', ['literal', [6, 3]], ['literal', [1, 3]]],
      },
    });
    map.addLayer({
      id: 'area-name',
      type: 'symbol',
      source: sourceId,
      filter: ['==', ['geometry-type'], 'Point'],
      layout: { 'icon-image': ['concat', labelImageId(theme, 'country', ''), ['get', 'name']], 'icon-padding': 6 },
    });
  }
}

/** The engine would name each tile's part of an area. */
function namesOf(area: Feature): Feature[] {
  const outlines =
    area.geometry.type === 'Polygon' ? [area.geometry.coordinates] : area.geometry.type === 'MultiPolygon' ? area.geometry.coordinates : [];
  const name = String(area.properties?.['name'] ?? area.properties?.['code'] ?? '');
  return outlines.flatMap(([outline]) =>
    outline === undefined || name === ''
      ? []
      : [{ type: 'Feature', properties: { name }, geometry: { type: 'Point', coordinates: middleOf(outline) } }],
  );
}

function middleOf(outline: readonly Position[]): Position {
  const middle = (axis: 0 | 1): number => {
    const values = outline.map((position) => position[axis] ?? 0);
    return (Math.min(...values) + Math.max(...values)) / 2;
  };
  return [middle(0), middle(1)];
}
