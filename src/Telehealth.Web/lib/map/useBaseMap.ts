import { effect, signal, type ReadonlySignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { keepTrying } from '../realtime/network';
import { theme } from '../ui';
import { BaseMap, type BaseMapOptions } from './baseMap';
import { MapUnavailable } from './engine';

export type MapOpening = { state: 'opening' } | { state: 'open'; base: BaseMap } | { state: 'unavailable'; words: string };

export interface UsedMap {
  container: RefObject<HTMLDivElement | null>;
  opening: ReadonlySignal<MapOpening>;
}

/** Opens a map in an element for as long as the component lives. The options are those of the first render. */
export function useBaseMap(options: Omit<BaseMapOptions, 'theme'>): UsedMap {
  const container = useRef<HTMLDivElement>(null);
  const [opening] = useState(() => signal<MapOpening>({ state: 'opening' }));

  useEffect(() => {
    const element = container.current;
    if (element === null) {
      return undefined;
    }
    let closed = false;
    let opened: BaseMap | null = null;
    const open = async (): Promise<void> => {
      const base = await BaseMap.open(element, { ...options, theme: theme.peek() });
      if (closed) {
        base.close();
        return;
      }
      opened = base;
      base.showTheme(theme.peek());
      opening.value = { state: 'open', base };
    };
    open().catch((reason: unknown) => {
      const words = reason instanceof MapUnavailable ? reason.message : 'The map could not be loaded.';
      opening.value = { state: 'unavailable', words };
      // A browser that cannot draw it will not learn to; without network it is only not here yet.
      if (!(reason instanceof MapUnavailable) || reason.reason === 'not_loaded') {
        void keepTrying(open, () => closed);
      }
    });
    const unwatch = effect(() => {
      // Read before the map is there, or the effect would never run again.
      const present = theme.value;
      opened?.showTheme(present);
    });
    return () => {
      closed = true;
      unwatch();
      opened?.close();
    };
    // A map is opened once; what changes later reaches it through signals.
  }, []);

  return { container, opening };
}
