import type { DataDrivenPropertyValueSpecification, ExpressionSpecification, LayerSpecification, StyleSpecification } from 'maplibre-gl';
import type { City } from './city';
import { labelImageId, type LabelKind } from './labels';
import type { MapPalette } from './palettes';
import type { World } from './world';

type RoadClass = 'motorway' | 'primary' | 'secondary' | 'residential';

/** Line widths in pixels at zoom 11, 14 and 17. */
const widths: Record<RoadClass, [number, number, number]> = {
  residential: [0.5, 2, 9],
  secondary: [0.9, 3.2, 13],
  primary: [1.6, 4.6, 17],
  motorway: [2.2, 6, 20],
};

/**
 * From this zoom on a city is looked at, and its own water is all the water there is: the world's coasts are a kilometre off at
 * that scale, and not needed until somebody zooms out.
 */
export const cityZoom = 9;

/** Thin roads first, so that a main road is never cut by a side street. */
const roadOrder: readonly RoadClass[] = ['residential', 'secondary', 'primary', 'motorway'];

export function builtInStyle(palette: MapPalette, world: World, city: City): StyleSpecification {
  return {
    version: 8,
    sources: {
      // Cut into large tiles only: moving about in a city then never waits for a new one, which would flash as sea.
      land: { type: 'geojson', data: world.land, tolerance: 0.4, maxzoom: 5 },
      countries: { type: 'geojson', data: world.names },
      city: { type: 'geojson', data: city.ground, tolerance: 0.2 },
    },
    layers: [...groundLayers(palette, city.bounds !== null), ...roadLayers(palette), ...labelLayers(palette)],
  };
}

function groundLayers(palette: MapPalette, hasCity: boolean): LayerSpecification[] {
  const farOnly = hasCity ? { maxzoom: cityZoom } : {};
  const water: ExpressionSpecification = ['==', ['get', 'class'], 'water'];
  return [
    {
      id: 'sea',
      type: 'background',
      paint: { 'background-color': hasCity ? ['step', ['zoom'], palette.water, cityZoom, palette.land] : palette.water },
    },
    { id: 'land', type: 'fill', source: 'land', ...farOnly, paint: { 'fill-color': palette.land } },
    { id: 'outlines', type: 'line', source: 'land', maxzoom: cityZoom, paint: { 'line-color': palette.border, 'line-width': 0.7 } },
    {
      id: 'water-area',
      type: 'fill',
      source: 'city',
      filter: ['all', water, ['==', ['geometry-type'], 'Polygon']],
      paint: { 'fill-color': palette.water },
    },
    {
      id: 'water-line',
      type: 'line',
      source: 'city',
      filter: ['all', water, ['==', ['geometry-type'], 'LineString']],
      layout: { 'line-cap': 'round', 'line-join': 'round' },
      paint: { 'line-color': palette.water, 'line-width': byZoom([4, 16, 110]) },
    },
  ];
}

function roadLayers(palette: MapPalette): LayerSpecification[] {
  const casings = roadOrder.map((kind) => roadLayer(kind, `${kind}-casing`, palette.roadCasing, 1.6));
  const surfaces = roadOrder.map((kind) => roadLayer(kind, kind, palette[kind], 0));
  return [...casings, ...surfaces];
}

function roadLayer(kind: RoadClass, id: string, colour: string, extraWidth: number): LayerSpecification {
  const [far, middle, near] = widths[kind];
  return {
    id,
    type: 'line',
    source: 'city',
    filter: ['==', ['get', 'class'], kind],
    minzoom: kind === 'residential' ? 10.5 : 7,
    layout: { 'line-cap': 'round', 'line-join': 'round' },
    paint: { 'line-color': colour, 'line-width': byZoom([far + extraWidth * 0.6, middle + extraWidth, near + extraWidth * 1.4]) },
  };
}

function byZoom([far, middle, near]: readonly [number, number, number]): DataDrivenPropertyValueSpecification<number> {
  return ['interpolate', ['exponential', 1.5], ['zoom'], 9, far * 0.6, 11, far, 14, middle, 17, near];
}

function labelLayers(palette: MapPalette): LayerSpecification[] {
  return [
    lineLabels(palette, 'water', ['==', ['get', 'class'], 'water'], 11),
    lineLabels(palette, 'road', ['in', ['get', 'class'], ['literal', ['motorway', 'primary']]], 12),
    lineLabels(palette, 'road', ['==', ['get', 'class'], 'secondary'], 13.5, 'secondary-names'),
    lineLabels(palette, 'road', ['==', ['get', 'class'], 'residential'], 15.5, 'residential-names'),
    {
      id: 'country-names',
      type: 'symbol',
      source: 'countries',
      maxzoom: 7,
      minzoom: 2,
      layout: { 'icon-image': imageOf(palette, 'country'), 'icon-padding': 12, 'symbol-sort-key': ['-', 0, ['get', 'size']] },
    },
  ];
}

function lineLabels(
  palette: MapPalette,
  kind: LabelKind,
  filter: ExpressionSpecification,
  minzoom: number,
  id = `${kind}-names`,
): LayerSpecification {
  return {
    id,
    type: 'symbol',
    source: 'city',
    minzoom,
    filter: ['all', filter, ['has', 'name'], ['!=', ['get', 'name'], '']],
    layout: {
      'icon-image': imageOf(palette, kind),
      'symbol-placement': 'line',
      'symbol-spacing': 420,
      'icon-rotation-alignment': 'map',
      'icon-keep-upright': true,
      'icon-padding': 6,
    },
  };
}

function imageOf(palette: MapPalette, kind: LabelKind): DataDrivenPropertyValueSpecification<string> {
  return ['concat', labelImageId(palette, kind, ''), ['get', 'name']];
}
