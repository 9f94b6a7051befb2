import type { Map as EngineMap } from 'maplibre-gl';
import type { MapPalette } from './palettes';

/**
 * Symbol text in the map engine needs glyph files from somewhere. Our names are few, so each is drawn once on a canvas
 * with the system's own font and given to the engine as an image.
 */
export function labelImageId(palette: MapPalette, kind: LabelKind, name: string): string {
  return `label|${palette.name}|${kind}|${name}`;
}

export type LabelKind = 'road' | 'country' | 'water';

const sizes: Record<LabelKind, string> = {
  road: '500 12px',
  water: 'italic 500 12px',
  country: '600 12px',
};

export function drawMissingLabels(map: EngineMap, palettes: Record<'light' | 'dark', MapPalette>): void {
  map.setMissingStyleImageResolver((id) => {
    const [family, theme, kind, ...rest] = id.split('|');
    if (family !== 'label' || (theme !== 'light' && theme !== 'dark') || map.hasImage(id)) {
      return;
    }
    const image = drawLabel(rest.join('|'), kind as LabelKind, palettes[theme]);
    if (image !== null) {
      map.addImage(id, image, { pixelRatio: pixelRatio() });
    }
  });
}

function pixelRatio(): number {
  return Math.max(1, Math.min(3, Math.ceil(window.devicePixelRatio)));
}

function drawLabel(name: string, kind: LabelKind, palette: MapPalette): ImageData | null {
  const text = kind === 'country' ? name.toUpperCase() : name;
  const ratio = pixelRatio();
  const canvas = document.createElement('canvas');
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (context === null) {
    return null;
  }
  const font = `${sizes[kind]} system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif`;
  context.font = font;
  const padding = 4;
  canvas.width = Math.ceil((context.measureText(text).width + 2 * padding) * ratio);
  canvas.height = Math.ceil(20 * ratio);
  context.scale(ratio, ratio);
  context.font = font;
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = 3;
  context.strokeStyle = palette.labelHalo;
  context.globalAlpha = 0.85;
  context.strokeText(text, padding, 10);
  context.globalAlpha = 1;
  context.fillStyle = kind === 'water' ? palette.waterLabel : palette.label;
  context.fillText(text, padding, 10);
  return context.getImageData(0, 0, canvas.width, canvas.height);
}
