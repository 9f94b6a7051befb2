import { type ReadonlySignal, signal } from '@preact/signals';

const visible = signal(document.visibilityState === 'visible');
document.addEventListener('visibilitychange', () => (visible.value = document.visibilityState === 'visible'));

/** Whether somebody can see the page: what comes to a tab in the background is not read yet. */
export const pageVisible: ReadonlySignal<boolean> = visible;
