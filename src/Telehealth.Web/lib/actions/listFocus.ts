/** Puts the focus on the first element that fits, and shows it. */
export function focusOn(selector: string): void {
  const element = document.querySelector<HTMLElement>(selector);
  element?.focus();
  element?.scrollIntoView({ block: 'nearest' });
}

/** For what is drawn by this very action, such as a tab on a phone: it has to be there before it can take the focus. */
export function focusOnceDrawn(selector: string): void {
  requestAnimationFrame(() => focusOn(selector));
}

/** Moves within the list that has the focus; within the queue when none has. */
export function moveFocus(step: 1 | -1): void {
  const list = document.activeElement?.closest<HTMLElement>('[data-list]') ?? document.querySelector<HTMLElement>('[data-list="queue"]');
  const rows = [...(list?.querySelectorAll<HTMLElement>('[data-list-row]') ?? [])].filter((row) => row.offsetParent !== null);
  const present = rows.findIndex((row) => row.contains(document.activeElement));
  const next = rows[present === -1 ? 0 : Math.max(0, Math.min(rows.length - 1, present + step))];
  next?.focus();
  next?.scrollIntoView({ block: 'nearest' });
}
