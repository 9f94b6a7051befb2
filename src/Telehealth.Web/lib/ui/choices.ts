import type { RefObject } from 'preact';
import { useEffect, useRef } from 'preact/hooks';

const steps: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 };

export const anyChoice = '[data-choice]:enabled';

/** What is suggested, and nothing that overrules a suggestion. */
export const suggestedChoice = '[data-choice].button-primary:enabled';

/** In a list of choices the arrows go from button to button, as in the lists of the board. */
export function moveAmongChoices(event: KeyboardEvent & { currentTarget: HTMLElement }): void {
  const step = steps[event.key];
  const choices = [...event.currentTarget.querySelectorAll<HTMLElement>(anyChoice)];
  const present = choices.findIndex((choice) => choice === document.activeElement);
  const fromList = document.activeElement === event.currentTarget;
  if (step === undefined || (present === -1 && !fromList)) {
    return;
  }
  choices[Math.max(0, Math.min(choices.length - 1, present + step))]?.focus();
  event.preventDefault();
}

/**
 * A choice that was made may be gone, and the focus with it. The list takes
 * it, not the next choice: a key held down must not make that one too.
 */
export function keepFocusIn(list: HTMLElement | null): void {
  if (document.activeElement === document.body || document.activeElement?.tagName === 'DIALOG') list?.focus();
}

/**
 * The first choice takes the focus once it is there, unless somebody has gone elsewhere in the dialog meanwhile; without one the list does.
 */
export function useFirstChoice(ready: boolean, choice: string): RefObject<HTMLDivElement | null> {
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const dialog = list.current?.closest('dialog');
    const elsewhere = document.activeElement !== dialog && document.activeElement?.closest('.dialog-body') != null;
    if (ready && !elsewhere) (list.current?.querySelector<HTMLElement>(choice) ?? list.current)?.focus();
  }, [ready]);
  return list;
}
