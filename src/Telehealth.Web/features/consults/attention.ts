import { type ReadonlySignal, signal } from '@preact/signals';
import { audioContext } from './media/browser';
import { rememberedDevice } from './media/LocalMedia';
import { playTwoNotes } from './media/LevelMeter';

const storageKey = 'telehealth.arrivalSound';

/** What the browser lets this page do beside its sound. `none`: it knows no messages of the system. */
export type NoticePermission = 'none' | 'ask' | 'granted' | 'denied';

const on = signal(load());
const blocked = signal(false);
const permission = signal<NoticePermission>(permissionNow());

/** Whether this browser sounds when somebody comes; kept. */
export const soundIsOn: ReadonlySignal<boolean> = on;

/** True when the browser wants a click or a key before this page may sound. */
export const soundIsBlocked: ReadonlySignal<boolean> = blocked;

export const noticePermission: ReadonlySignal<NoticePermission> = permission;

export function setSound(wanted: boolean): void {
  on.value = wanted;
  try {
    if (wanted) localStorage.removeItem(storageKey);
    else localStorage.setItem(storageKey, 'off');
  } catch {
    // The choice holds until the page is closed.
  }
}

/** Says before it matters whether there will be sound; any click or key turns it on. Call the answer to stop. */
export function prepareSound(): () => void {
  const look = (): void => {
    const context = audioContext();
    blocked.value = context.state !== 'running';
    context.onstatechange = () => (blocked.value = context.state !== 'running');
  };
  look();
  addEventListener('pointerdown', look);
  addEventListener('keydown', look);
  return () => {
    removeEventListener('pointerdown', look);
    removeEventListener('keydown', look);
  };
}

/** From a click. The first message comes at once: it shows what the later ones look like, and whether this browser shows any. */
export async function allowNotices(example: string): Promise<void> {
  await Notification.requestPermission();
  permission.value = permissionNow();
  if (permission.peek() === 'granted') notice(example);
}

/**
 * A sound and, where the page is not being looked at, a message of the system.
 * @param text may stand on a locked screen, so it names nobody and says nothing of why they come.
 */
export function callAttention(text: string, sounds: boolean): void {
  if (sounds) void playTwoNotes(rememberedDevice('speaker')).catch(() => (blocked.value = true));
  if (document.visibilityState === 'hidden' || !document.hasFocus()) notice(text);
}

function notice(text: string): void {
  if (permission.peek() !== 'granted') return;
  try {
    const shown = new Notification('Telehealth', { body: text, tag: 'telehealth.arrival' });
    shown.onclick = () => {
      focus();
      shown.close();
    };
  } catch {
    // Chrome on Android has the permission and refuses the message to a page: then there is the sound alone.
    permission.value = 'none';
  }
}

function permissionNow(): NoticePermission {
  if (!('Notification' in globalThis)) return 'none';
  return Notification.permission === 'default' ? 'ask' : Notification.permission;
}

function load(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'off';
  } catch {
    return true;
  }
}
