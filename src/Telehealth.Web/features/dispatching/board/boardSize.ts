import { signal, type ReadonlySignal } from '@preact/signals';

export type BoardSize = 'compact' | 'usual' | 'large' | 'far';

export const boardSizes: readonly { size: BoardSize; label: string }[] = [
  { size: 'compact', label: 'Compact: more rows' },
  { size: 'usual', label: 'Usual' },
  { size: 'large', label: 'Large' },
  { size: 'far', label: 'For reading from two metres' },
];

const storageKey = 'telehealth.boardSize';
const chosen = signal<BoardSize>(load());

/** How large queue, units and call signs on the map are on this browser. */
export const boardSize: ReadonlySignal<BoardSize> = chosen;

export function chooseBoardSize(size: BoardSize): void {
  chosen.value = size;
  try {
    localStorage.setItem(storageKey, size);
  } catch {
    // The choice holds until the page is closed.
  }
}

function load(): BoardSize {
  try {
    return boardSizes.find((entry) => entry.size === localStorage.getItem(storageKey))?.size ?? 'usual';
  } catch {
    return 'usual';
  }
}
