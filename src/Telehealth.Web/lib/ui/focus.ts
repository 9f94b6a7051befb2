const focusable = 'a[href], button:enabled, input:enabled, select:enabled, textarea:enabled, summary, [tabindex="0"]';

/** Where the focus was, from the element outwards to the page's main part. */
export type Opener = readonly HTMLElement[];

export function rememberOpener(): Opener {
  const path: HTMLElement[] = [];
  for (let at = document.activeElement; at instanceof HTMLElement && at !== document.body; at = at.parentElement) {
    path.push(at);
    if (at.id === 'main') break;
  }
  return path;
}

/**
 * Back to where it came from. When that is gone, to the first thing in what stood around it and is still there; else to the main part of
 * the page. A focus that somebody has put elsewhere in the meantime stays.
 */
export function giveBack(opener: Opener): void {
  const present = document.activeElement;
  if (present !== null && present !== document.body && present.isConnected && present.closest('dialog:not([open])') === null) return;
  const [origin, ...around] = opener;
  if (origin?.isConnected && origin.matches(focusable)) {
    origin.focus();
    if (document.activeElement === origin) return;
  }
  const main = document.getElementById('main');
  const nearest = around.find((element) => element.isConnected && element !== main)?.querySelector<HTMLElement>(focusable);
  if (nearest !== null && nearest !== undefined) {
    nearest.focus();
    return;
  }
  if (main !== null) {
    main.tabIndex = -1;
    main.focus();
  }
}

/**
 * The first field of what a dialog is for, unless it names one itself. A
 * finger would get the keyboard over half the screen before it was asked for.
 */
export function takeFirstField(dialog: HTMLElement | null): void {
  if (dialog === null || dialog.querySelector('[autofocus]') !== null || matchMedia('(pointer: coarse)').matches) return;
  dialog
    .querySelector<HTMLElement>(
      '.dialog-body :is(input:enabled:not([type="file"], [type="hidden"]), select:enabled, textarea:enabled, [role="application"])',
    )
    ?.focus();
}
