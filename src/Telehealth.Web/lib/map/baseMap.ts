import { type ReadonlySignal, signal } from '@preact/signals';
import type { GeoJSONSource, LngLatBoundsLike, Map as EngineMap, StyleSpecification } from 'maplibre-gl';
import { keepTrying } from '../realtime/network';
import { builtInStyle, cityZoom } from './builtInStyle';
import { loadCity, noCity, type City } from './city';
import { loadEngine, MapUnavailable, type Engine } from './engine';
import type { LatLng } from './geometry';
import { drawMissingLabels } from './labels';
import { paletteFor, type MapPalette } from './palettes';
import { loadWorld, noWorld, type World } from './world';

export type MapNote = 'style_failed' | 'city_failed' | 'world_failed';

export interface BaseMapOptions {
  theme: 'light' | 'dark';
  /** A style of a real map server; null for the built-in one. */
  styleUrl: string | null;
  centre: LatLng | null;
  zoom: number;
  /** False when the page moves something else with the arrow keys. */
  keyboard: boolean;
}

/** How long a remote style may take before the built-in one is shown instead. */
const remoteStylePatienceMs = 8_000;

/** One map in one element: the ground on which marks are set. Owns the engine's map and everything it holds. */
export class BaseMap {
  readonly notes = signal<readonly MapNote[]>([]);
  private readonly whenStyled: (() => void)[] = [];
  private builtIn: boolean;
  private world: World = noWorld;
  private patience: ReturnType<typeof setTimeout> | undefined;
  private readonly resizes: ResizeObserver;
  private readonly ground = signal<City>(noCity);
  private isClosed = false;
  private revealed: { place: LatLng; at: number } | null = null;

  private constructor(
    readonly engine: Engine,
    readonly map: EngineMap,
    city: City,
    private palette: MapPalette,
    private readonly styleUrl: string | null,
  ) {
    this.ground.value = city;
    this.builtIn = styleUrl === null;
    drawMissingLabels(map, { light: paletteFor('light'), dark: paletteFor('dark') });
    map.getContainer().dataset['ready'] = 'false';
    map.once('load', () => {
      map.getContainer().dataset['ready'] = 'true';
    });
    map.on('style.load', () => this.styled());
    map.on('zoomend', () => this.wantWorld());
    map.on('error', (event) => this.failed(event.error));
    map.touchZoomRotate.disableRotation();
    if (styleUrl !== null) {
      this.patience = setTimeout(() => this.fallBack(), remoteStylePatienceMs);
    }
    this.resizes = new ResizeObserver(() => this.resized());
    this.resizes.observe(map.getContainer());
  }

  static async open(container: HTMLElement, options: BaseMapOptions): Promise<BaseMap> {
    const [engine, city] = await Promise.all([loadEngine(), orNull(loadCity())]);
    const palette = paletteFor(options.theme);
    const style = options.styleUrl ?? builtInStyle(palette, noWorld, city ?? noCity);
    const map = createMap(engine, container, style, options, city ?? noCity);
    const base = new BaseMap(engine, map, city ?? noCity, palette, options.styleUrl);
    if (city === null) {
      void base.wantCity();
    }
    base.wantWorld();
    return base;
  }

  /** None while it could not be loaded; it is tried again until it is there. */
  get city(): ReadonlySignal<City> {
    return this.ground;
  }

  get theme(): MapPalette {
    return this.palette;
  }

  /** Runs now if the style stands, and again whenever it is replaced: own layers must be laid anew then. */
  onStyle(callback: () => void): void {
    this.whenStyled.push(callback);
    if (this.map.isStyleLoaded() === true) {
      callback();
    }
  }

  showTheme(theme: 'light' | 'dark'): void {
    if (theme === this.palette.name) {
      return;
    }
    this.palette = paletteFor(theme);
    if (this.builtIn) {
      this.map.setStyle(builtInStyle(this.palette, this.world, this.ground.peek()), { diff: false });
    } else {
      this.styled();
    }
  }

  fit(bounds: [number, number, number, number], maxZoom: number, animate: boolean): void {
    const sides: LngLatBoundsLike = [
      [bounds[0], bounds[1]],
      [bounds[2], bounds[3]],
    ];
    this.map.fitBounds(sides, { padding: 56, maxZoom, animate: animate && !prefersStill(), duration: 500 });
  }

  /** Moves only when the place is out of sight: a map that jumps under the hand is worse than one that stays. */
  reveal(place: LatLng): void {
    this.revealed = { place, at: performance.now() };
    this.bringIntoView(place);
  }

  private bringIntoView(place: LatLng): void {
    const point = this.map.project([place.longitude, place.latitude]);
    const { clientWidth, clientHeight } = this.map.getContainer();
    const margin = 60;
    const seen = point.x > margin && point.y > margin && point.x < clientWidth - margin && point.y < clientHeight - margin;
    if (!seen) {
      this.map.easeTo({ center: [place.longitude, place.latitude], duration: prefersStill() ? 0 : 450 });
    }
  }

  close(): void {
    this.isClosed = true;
    clearTimeout(this.patience);
    this.resizes.disconnect();
    this.map.remove();
  }

  /** What opens beside the map after a selection takes room from it, so the selected place is looked for again. */
  private resized(): void {
    this.map.resize();
    if (this.revealed !== null && performance.now() - this.revealed.at < 1_000) {
      this.bringIntoView(this.revealed.place);
    }
  }

  /** The world's outlines are the largest part of the built-in map, and in a city nobody sees them. */
  private wantWorld(): void {
    if (!this.builtIn || this.world !== noWorld || (this.ground.peek().bounds !== null && this.map.getZoom() > cityZoom + 0.5)) {
      return;
    }
    loadWorld().then(
      (world) => this.takeWorld(world),
      () => void this.keepWanting('world_failed', loadWorld, (world) => this.takeWorld(world)),
    );
  }

  private takeWorld(world: World): void {
    if (this.isClosed) {
      return;
    }
    this.world = world;
    this.map.getSource<GeoJSONSource>('land')?.setData(world.land);
    this.map.getSource<GeoJSONSource>('countries')?.setData(world.names);
  }

  private wantCity(): Promise<void> {
    return this.keepWanting('city_failed', loadCity, (city) => {
      this.ground.value = city;
      if (this.builtIn) {
        this.map.setStyle(builtInStyle(this.palette, this.world, city), { diff: false });
      }
    });
  }

  /** What did not come is said, and asked for until it has come: a page that was opened in a dead spot must not stay without its map. */
  private async keepWanting<T>(note: MapNote, load: () => Promise<T>, take: (brought: T) => void): Promise<void> {
    if (this.notes.peek().includes(note)) {
      return;
    }
    this.notes.value = [...this.notes.peek(), note];
    const brought = await keepTrying(load, () => this.isClosed);
    if (brought !== null && !this.isClosed) {
      this.notes.value = this.notes.peek().filter((other) => other !== note);
      take(brought);
    }
  }

  private styled(): void {
    clearTimeout(this.patience);
    for (const callback of this.whenStyled) {
      callback();
    }
  }

  private failed(error: unknown): void {
    if (!this.builtIn && !this.map.isStyleLoaded()) {
      this.fallBack();
    } else if (this.builtIn) {
      // A broken tile of a remote style is its server's matter; in ours there is nothing that may break.
      console.warn('map', error);
    }
  }

  private fallBack(): void {
    if (this.builtIn) {
      return;
    }
    clearTimeout(this.patience);
    this.builtIn = true;
    void this.keepWanting(
      'style_failed',
      () => this.remoteStyle(),
      (url) => this.useRemote(url),
    );
    this.wantWorld();
    this.map.setStyle(builtInStyle(this.palette, this.world, this.ground.peek()), { diff: false });
  }

  /** Its address once its server answers again: the map that is shown stays until then. */
  private async remoteStyle(): Promise<string> {
    const response = await fetch(this.styleUrl ?? '');
    if (!response.ok) {
      throw new Error(`The style was not given (${response.status}).`);
    }
    return response.url;
  }

  private useRemote(url: string): void {
    this.builtIn = false;
    this.patience = setTimeout(() => this.fallBack(), remoteStylePatienceMs);
    this.map.setStyle(url, { diff: false });
  }
}

function createMap(
  engine: Engine,
  container: HTMLElement,
  style: StyleSpecification | string,
  options: BaseMapOptions,
  city: City,
): EngineMap {
  const centre = options.centre ?? centreOf(city);
  try {
    return new engine.Map({
      container,
      style,
      center: [centre.longitude, centre.latitude],
      zoom: options.centre === null && city.bounds === null ? 3.5 : options.zoom,
      keyboard: options.keyboard,
      // Natural Earth is in the public domain; a remote style brings the credits that it owes.
      attributionControl: typeof style === 'string' ? { compact: true } : false,
      dragRotate: false,
      pitchWithRotate: false,
      maxPitch: 0,
      fadeDuration: prefersStill() ? 0 : 150,
      maxZoom: 19,
    });
  } catch {
    throw new MapUnavailable('no_webgl');
  }
}

function centreOf(city: City): LatLng {
  if (city.bounds === null) {
    return { latitude: 47, longitude: 9 };
  }
  const [west, south, east, north] = city.bounds;
  return { latitude: (south + north) / 2, longitude: (west + east) / 2 };
}

export function prefersStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}

function orNull<T>(promise: Promise<T>): Promise<T | null> {
  return promise.catch(() => null);
}
