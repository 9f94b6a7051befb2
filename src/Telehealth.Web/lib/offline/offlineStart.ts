import { signal } from '@preact/signals';

/** `impossible` where the browser, or how it was set up, keeps no pages: then the page must stay open. */
export type OfflineStart = 'unknown' | 'kept' | 'impossible';

export const offlineStart = signal<OfflineStart>('unknown');
/** True when the device keeps a newer build than the one that is shown. */
export const newerPage = signal(false);
/** True for a page that was opened from what the device keeps, because the server did not answer. */
export const openedFromMemory = typeof document !== 'undefined' && document.documentElement.dataset['kept'] !== undefined;

let registration: ServiceWorkerRegistration | null = null;

/**
 * Has the browser keep this page for a start without network. Nothing depends on it: where it fails the page is as good as before.
 * @param worker the address of the script that keeps it.
 * @param script of the page itself: by it a worker knows a page of its own build.
 */
export async function keepForOffline(worker: string, script: string): Promise<void> {
  // While developing nothing is kept, or yesterday's page would be looked at.
  if (!import.meta.env.PROD) return;
  try {
    const container = navigator.serviceWorker;
    container.addEventListener('message', (event) => {
      if (event.data === 'newer') newerPage.value = true;
    });
    registration = await container.register(worker);
    follow(registration, new URL(script).pathname);
  } catch {
    offlineStart.value = 'impossible';
  }
}

/** A server that was away may have come back as a newer one. */
export async function lookForNewerPage(): Promise<void> {
  // Without an answer it is looked again at the next connection.
  await registration?.update().catch(() => undefined);
}

function follow(found: ServiceWorkerRegistration, script: string): void {
  const look = (): void => {
    if (found.active !== null) offlineStart.value = 'kept';
    // The first one takes over by itself; a later one only for a page of its own build.
    if (found.active !== null) found.waiting?.postMessage(script);
  };
  const watch = (): void => {
    const worker = found.installing;
    worker?.addEventListener('statechange', () => {
      look();
      if (worker.state === 'redundant' && found.active === null) offlineStart.value = 'impossible';
    });
  };
  found.addEventListener('updatefound', watch);
  watch();
  look();
}
