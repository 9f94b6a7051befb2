import { isCharacterKey, letterKeys } from '../ui/letterKeys';

/** One thing that can be done: its button, its shortcut and what it does are the same object, so they cannot drift apart. */
export interface ConsoleAction {
  name: string;
  /** As `KeyboardEvent.key` says it, so that it follows the keyboard's own layout. */
  key: string;
  /** Further keys that do the same. */
  alsoKeys?: readonly string[];
  label: string;
  /** Which part of the list of keys it stands in. */
  group: 'Queue' | 'Incident' | 'Unit' | 'Alarms' | 'Console';
  perform: () => void;
  /** Absent when it can always be done. */
  possible?: () => boolean;
}

export function isPossible(action: ConsoleAction): boolean {
  return action.possible?.() ?? true;
}

const keyNames: Readonly<Record<string, string>> = { ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc', Enter: '↵' };

export function keyName(key: string): string {
  return keyNames[key] ?? (/^[A-Z]$/.test(key) ? `Shift ${key}` : key.toUpperCase());
}

export function actionFor(actions: readonly ConsoleAction[], key: string): ConsoleAction | undefined {
  return actions.find((action) => (action.key === key || (action.alsoKeys ?? []).includes(key)) && isPossible(action));
}

/** Typing in a field, a chord with Ctrl, or a control that uses the key itself is never a shortcut. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) {
    return false;
  }
  const target = event.target;
  if (!(target instanceof HTMLElement)) {
    return true;
  }
  if (target.isContentEditable || target.closest('input, textarea, select, dialog, [role="application"]') !== null) {
    return false;
  }
  const movesMap =
    target.closest('.maplibregl-canvas') !== null && (event.key.startsWith('Arrow') || event.key === '+' || event.key === '-');
  const pressesButton = event.key === 'Enter' && target.closest('button, a, summary') !== null;
  return !movesMap && !pressesButton;
}

/** What lies behind a dialog is not acted upon, although the focus may be nowhere: a button that waits for its answer gives it up. */
function isBehindDialog(): boolean {
  return document.querySelector('dialog[open]') !== null;
}

/** Listens on the whole page; call the answer to stop. */
export function listenForActions(actions: () => readonly ConsoleAction[]): () => void {
  const onKey = (event: KeyboardEvent): void => {
    const silent = isCharacterKey(event.key) && !letterKeys.peek();
    const action = !silent && isShortcut(event) && !isBehindDialog() ? actionFor(actions(), event.key) : undefined;
    if (action !== undefined) {
      event.preventDefault();
      action.perform();
    }
  };
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}
