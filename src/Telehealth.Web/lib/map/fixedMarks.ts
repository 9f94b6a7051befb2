import type { Map as EngineMap, Marker } from 'maplibre-gl';
import type { CityPlace } from './city';
import type { Engine } from './engine';
import type { MapEmergency } from './marks';
import { span } from './unitMarks';

/** Marks that stand still: emergencies, and the city's hospitals and posts. */
export class EmergencyMarks {
  private readonly marks = new Map<string, { marker: Marker; button: HTMLButtonElement; label: HTMLElement }>();

  constructor(
    private readonly engine: Engine,
    private readonly map: EngineMap,
    private readonly onSelect: (id: string) => void,
  ) {}

  show(emergencies: readonly MapEmergency[], selectedId: string | null): void {
    const present = new Set(emergencies.map((emergency) => emergency.id));
    for (const [id, mark] of this.marks) {
      if (!present.has(id)) {
        mark.marker.remove();
        this.marks.delete(id);
      }
    }
    for (const emergency of emergencies) {
      const mark = this.marks.get(emergency.id) ?? this.add(emergency);
      mark.marker.setLngLat([emergency.longitude, emergency.latitude]);
      mark.label.textContent = emergency.label;
      mark.button.dataset['open'] = String(emergency.open);
      mark.button.dataset['priority'] = String(emergency.priority);
      mark.button.dataset['covered'] = String(emergency.covered);
      mark.button.dataset['selected'] = String(emergency.id === selectedId);
      mark.button.title = emergency.words;
      mark.button.setAttribute('aria-label', emergency.words);
    }
  }

  dispose(): void {
    for (const mark of this.marks.values()) {
      mark.marker.remove();
    }
    this.marks.clear();
  }

  private add(emergency: MapEmergency): { marker: Marker; button: HTMLButtonElement; label: HTMLElement } {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'map-emergency';
    button.dataset['mapEmergency'] = emergency.id;
    const label = span(button, 'map-emergency-label');
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      this.onSelect(emergency.id);
    });
    const marker = new this.engine.Marker({ element: button, anchor: 'bottom' })
      .setLngLat([emergency.longitude, emergency.latitude])
      .addTo(this.map);
    const mark = { marker, button, label };
    this.marks.set(emergency.id, mark);
    return mark;
  }
}

export function markPlaces(engine: Engine, map: EngineMap, places: readonly CityPlace[]): Marker[] {
  return places.map((place) => {
    const element = document.createElement('div');
    element.className = `map-place map-place-${place.kind}`;
    span(element, 'map-place-sign').textContent = place.kind === 'hospital' ? 'H' : '';
    span(element, 'map-place-name').textContent = place.name;
    element.title = place.name;
    return new engine.Marker({ element }).setLngLat([place.longitude, place.latitude]).addTo(map);
  });
}

/** Names of places are shown only near enough that they do not lie over each other. */
export function showNamesWhenNear(map: EngineMap): void {
  const apply = (): void => {
    map.getContainer().dataset['near'] = String(map.getZoom() >= 12.6);
  };
  map.on('zoom', apply);
  apply();
}
