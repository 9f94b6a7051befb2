import { signal, type ReadonlySignal } from '@preact/signals';

const storageKey = 'telehealth.letterKeys';
const on = signal(load());

/**
 * Whether single characters act as keys on this browser. Who dictates, or rests a hand on the keyboard, turns them off (WCAG 2.1.4);
 * arrows, Enter and Escape stay, and every action has a button.
 */
export const letterKeys: ReadonlySignal<boolean> = on;

export function setLetterKeys(wanted: boolean): void {
  on.value = wanted;
  try {
    if (wanted) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'off');
  } catch {
    // The choice holds until the page is closed.
  }
}

/** A key that dictation may type: a letter, a digit or a sign. */
export function isCharacterKey(key: string): boolean {
  return [...key].length === 1;
}

function load(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}
