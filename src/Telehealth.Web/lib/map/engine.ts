import workerUrl from 'maplibre-gl/dist/maplibre-gl-worker.mjs?url';

export type Engine = typeof import('maplibre-gl');

export class MapUnavailable extends Error {
  constructor(readonly reason: 'no_webgl' | 'not_loaded') {
    super(reason === 'no_webgl' ? 'This browser cannot draw the map.' : 'The map could not be loaded.');
  }
}

let loaded: Promise<Engine> | null = null;

/** The engine is a megabyte: fetched only when a page really shows a map. Its worker is a file of our own origin. */
export function loadEngine(): Promise<Engine> {
  if (!hasWebGl()) {
    return Promise.reject(new MapUnavailable('no_webgl'));
  }
  loaded ??= fetchEngine().catch(() => {
    loaded = null;
    throw new MapUnavailable('not_loaded');
  });
  return loaded;
}

async function fetchEngine(): Promise<Engine> {
  const [engine] = await Promise.all([import('maplibre-gl'), import('maplibre-gl/dist/maplibre-gl.css')]);
  engine.setWorkerUrl(new URL(workerUrl, document.baseURI).href);
  return engine;
}

function hasWebGl(): boolean {
  try {
    const context = document.createElement('canvas').getContext('webgl2');
    context?.getExtension('WEBGL_lose_context')?.loseContext();
    return context !== null;
  } catch {
    return false;
  }
}
