import { signal } from '@preact/signals';

/**
 * Somebody may be signed out in the middle of something: time ran out, another tab signed out, an administrator changed a role. Whatever
 * meets it, by hub or by HTTP, waits here until the same person has signed in again on top of the page, and is then sent once more, with
 * the same command id. Nothing that was written is lost.
 */

/** True while somebody who was signed in must sign in again; the way back is then shown over everything. */
export const mustSignInAgain = signal(false);

/** True while whoever must sign in again looks at what the page knows first, where the page allows that. */
export const signInPutAside = signal(false);

let possible = (): boolean => false;
let times = 0;
const waiting = new Set<() => void>();

/** Whoever can show the way back says when there is one: a guest, or a page that nobody signed in to, has none. */
export function offerSignInAgain(when: () => boolean): void {
  possible = when;
}

export const canSignInAgain = (): boolean => possible();

/** How often somebody came back: an answer to what was sent before the last time says nothing about now. */
export const timesSignedInAgain = (): number => times;

/** Resolves when the same person is signed in again. */
export function signedInAgain(): Promise<void> {
  mustSignInAgain.value = true;
  return new Promise((done) => waiting.add(done));
}

export function backAgain(): void {
  times++;
  mustSignInAgain.value = false;
  signInPutAside.value = false;
  const all = [...waiting];
  waiting.clear();
  for (const done of all) done();
}

/**
 * Does it; once more whenever the answer was that nobody is signed in and somebody has signed in since.
 * @param isSignedOut whether an answer says so.
 */
export async function throughSignIn<T>(act: () => Promise<T>, isSignedOut: (answer: T) => boolean): Promise<T> {
  for (;;) {
    const before = times;
    const answer = await act();
    if (!isSignedOut(answer) || !canSignInAgain()) return answer;
    if (before === times) await signedInAgain();
  }
}
