import type { Map as EngineMap, Marker } from 'maplibre-gl';
import { prefersStill } from './baseMap';
import type { Engine } from './engine';
import { fixAgeText, isStale } from './fixAge';
import { hasArrived, nextStep, startGlide, type Glide } from './glide';
import type { MapUnit } from './marks';

interface UnitMark {
  marker: Marker;
  button: HTMLButtonElement;
  arrow: HTMLElement;
  callSign: HTMLElement;
  age: HTMLElement;
  unit: MapUnit;
  glide: Glide | null;
}

/** Half a unit's mark and a little: an incident's own mark stands above its place. */
const belowScenePx = 15;

/** The moving marks: plain elements set by hand, so that a position never renders a component tree. */
export class UnitMarks {
  private readonly marks = new Map<string, UnitMark>();
  private frame = 0;
  private readonly ageTimer: ReturnType<typeof setInterval>;

  constructor(
    private readonly engine: Engine,
    private readonly map: EngineMap,
    private readonly serverNow: () => number,
    private readonly onSelect: (id: string) => void,
  ) {
    this.ageTimer = setInterval(() => this.showAges(), 1_000);
  }

  show(units: readonly MapUnit[], selectedId: string | null): void {
    const present = new Set<string>();
    for (const unit of units) {
      present.add(unit.id);
      const mark = this.marks.get(unit.id) ?? this.add(unit);
      this.update(mark, unit, unit.id === selectedId);
    }
    for (const [id, mark] of this.marks) {
      if (!present.has(id)) {
        mark.marker.remove();
        this.marks.delete(id);
      }
    }
  }

  dispose(): void {
    clearInterval(this.ageTimer);
    cancelAnimationFrame(this.frame);
    for (const mark of this.marks.values()) {
      mark.marker.remove();
    }
    this.marks.clear();
  }

  private add(unit: MapUnit): UnitMark {
    const button = document.createElement('button');
    button.type = 'button';
    button.className = 'map-unit';
    button.dataset['mapUnit'] = unit.callSign;
    const arrow = span(button, 'map-unit-arrow');
    const body = span(button, 'map-unit-body');
    const callSign = span(body, 'map-unit-sign');
    const age = span(body, 'map-unit-age');
    button.addEventListener('click', (event) => {
      event.stopPropagation();
      this.onSelect(unit.id);
    });
    const marker = new this.engine.Marker({ element: button }).setLngLat([unit.longitude, unit.latitude]).addTo(this.map);
    const mark = { marker, button, arrow, callSign, age, unit, glide: null };
    this.marks.set(unit.id, mark);
    this.face(mark);
    return mark;
  }

  private update(mark: UnitMark, unit: MapUnit, selected: boolean): void {
    const before = mark.unit;
    mark.unit = unit;
    if (before.latitude !== unit.latitude || before.longitude !== unit.longitude) {
      this.move(mark);
    }
    mark.button.dataset['tone'] = unit.tone;
    mark.button.dataset['selected'] = String(selected);
    mark.marker.setOffset(unit.isAtScene === true ? [0, belowScenePx] : [0, 0]);
    mark.callSign.textContent = unit.callSign;
    if (before.headingDegrees !== unit.headingDegrees) {
      this.face(mark);
    }
    this.showAge(mark);
  }

  private face(mark: UnitMark): void {
    const heading = mark.unit.headingDegrees;
    mark.arrow.hidden = heading === null;
    const angle = ((heading ?? 0) * Math.PI) / 180;
    // On an ellipse around the capsule, which is wider than high.
    mark.arrow.style.transform = `translate(${Math.sin(angle) * 27}px, ${-Math.cos(angle) * 17}px) rotate(${heading ?? 0}deg)`;
  }

  private move(mark: UnitMark): void {
    const from = mark.marker.getLngLat();
    const to: [number, number] = [mark.unit.longitude, mark.unit.latitude];
    const pixels = this.map.project(from).dist(this.map.project(to));
    const start = { latitude: from.lat, longitude: from.lng };
    mark.glide = prefersStill() || document.hidden ? null : startGlide(start, mark.unit, pixels, performance.now());
    if (mark.glide === null) {
      mark.marker.setLngLat(to);
    } else if (this.frame === 0) {
      this.frame = requestAnimationFrame((now) => this.step(now));
    }
  }

  private step(now: number): void {
    let gliding = false;
    for (const mark of this.marks.values()) {
      if (mark.glide === null) {
        continue;
      }
      const place = nextStep(mark.glide, now);
      if (place !== null) {
        mark.marker.setLngLat([place.longitude, place.latitude]);
      }
      mark.glide = hasArrived(mark.glide) ? null : mark.glide;
      gliding ||= mark.glide !== null;
    }
    this.frame = gliding ? requestAnimationFrame((next) => this.step(next)) : 0;
  }

  private showAges(): void {
    for (const mark of this.marks.values()) {
      this.showAge(mark);
    }
  }

  private showAge(mark: UnitMark): void {
    const ageMs = this.serverNow() - Date.parse(mark.unit.fixAt);
    const stale = isStale(ageMs);
    mark.button.dataset['stale'] = String(stale);
    const words = stale ? fixAgeText(ageMs) : '';
    if (mark.age.textContent !== words) {
      mark.age.textContent = words;
    }
    const label = `${mark.unit.callSign}, ${mark.unit.words}${stale ? `, position ${words} old` : ''}`;
    if (mark.button.getAttribute('aria-label') !== label) {
      mark.button.setAttribute('aria-label', label);
      mark.button.title = label;
    }
  }
}

export function span(parent: HTMLElement, className: string): HTMLElement {
  const element = document.createElement('span');
  element.className = className;
  parent.append(element);
  return element;
}
