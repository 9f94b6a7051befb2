import { signal } from '@preact/signals';
import type { AppInfo, GuestSignIn, Me, OwnPassword, SignIn } from '../contracts/access';
import { backoffDelayMs } from '../realtime/backoff';
import { keepTrying, untilWorthTrying } from '../realtime/network';
import { type Fault, mayPass, type Outcome, stumbled } from '../realtime/outcome';
import { backAgain, offerSignInAgain } from '../realtime/signedOut';
import { observeServerTime, onClockDoubt } from '../time';
import { httpAsIs, saysSignedOut } from './http';

/** `remembered`: the server does not answer, and the page keeps who was signed in; whether they still are is not known. */
export type AccountState =
  | { kind: 'loading' }
  | { kind: 'unreachable'; fault: Fault }
  | { kind: 'signedOut' }
  | { kind: 'remembered'; me: Me }
  | { kind: 'signedIn'; me: Me };

/** What a page keeps of the person who used it last, for a start without network. */
export interface Memory {
  read(): { person: Me; app: AppInfo | null } | null;
  forget(): void;
  /** How long the server has to say who is signed in before the page opens with what is kept. */
  patienceMs: number;
}

/** What every page knows before anybody signs in; null until the server has said. */
export const appInfo = signal<AppInfo | null>(null);

export const account = signal<AccountState>({ kind: 'loading' });
/** Why the last try to sign out has not ended the session. */
export const signOutFault = signal<Fault | null>(null);

const laterAnswerMs = 10_000;
const noAnswer: Fault = {
  reason: 'unreachable',
  code: 'link.unreachable',
  text: 'The server cannot be reached. Check your connection and try again.',
};

/** For a page that needs nobody to sign in. */
export async function loadAppInfo(): Promise<boolean> {
  const info = await httpAsIs.get<AppInfo>('/api/app');
  if (info.error !== null) return false;
  appInfo.value = info.value;
  observeServerTime(info.value.serverTime);
  return true;
}

let isAskingTime = false;

// The device's clock was set, or the device slept: the server's time is asked for at once, and until it is known.
onClockDoubt(() => {
  if (isAskingTime) return;
  isAskingTime = true;
  void askTime().finally(() => {
    isAskingTime = false;
  });
});

async function askTime(): Promise<void> {
  if (await loadAppInfo()) return;
  await keepTrying(
    async () => {
      if (!(await loadAppInfo())) throw new Error('The server has not said its time.');
    },
    () => false,
  );
}

/** Where nothing is remembered the server has the word; else the page opens with who was here last, and asks until the server has said. */
export async function loadAccount(memory?: Memory): Promise<void> {
  account.value = { kind: 'loading' };
  const last = memory?.read() ?? null;
  if (memory === undefined || last === null) {
    account.value = (await (memory === undefined ? askWho() : within(laterAnswerMs, askWho()))) ?? { kind: 'unreachable', fault: noAnswer };
    return;
  }
  for (let attempt = 0; ; attempt++) {
    const answer = await within(attempt === 0 ? memory.patienceMs : laterAnswerMs, askWho());
    if (answer?.kind === 'signedIn' || answer?.kind === 'signedOut') {
      if (answer.kind === 'signedOut' || answer.me.id !== last.person.id) memory.forget();
      account.value = answer;
      return;
    }
    if (account.peek().kind === 'loading') {
      appInfo.value ??= last.app;
      account.value = { kind: 'remembered', me: last.person };
    }
    await untilWorthTrying(backoffDelayMs(attempt, Math.random()));
  }
}

async function askWho(): Promise<Exclude<AccountState, { kind: 'loading' | 'remembered' }>> {
  const [, me] = await Promise.all([loadAppInfo(), httpAsIs.get<Me>('/api/access/me')]);
  if (me.error === null) return { kind: 'signedIn', me: me.value };
  return saysSignedOut(me) ? { kind: 'signedOut' } : { kind: 'unreachable', fault: me.error };
}

/** A request into a dead spot may hang for minutes. */
function within<T>(ms: number, answer: Promise<T>): Promise<T | null> {
  return Promise.race([answer, new Promise<null>((done) => setTimeout(() => done(null), ms))]);
}

/** For a link whose socket was refused: only a clear no counts, an unreachable server does not. */
export async function stillSignedIn(): Promise<boolean> {
  return !saysSignedOut(await httpAsIs.get<Me>('/api/access/me'));
}

async function enter(answer: Promise<Outcome<Me>>): Promise<Outcome<Me>> {
  const outcome = await answer;
  if (outcome.error === null) account.value = { kind: 'signedIn', me: outcome.value };
  return outcome;
}

export const signIn = (content: SignIn): Promise<Outcome<Me>> => enter(httpAsIs.post<Me>('/api/access/sign-in', content));

export const enterAsGuest = (content: GuestSignIn): Promise<Outcome<Me>> => enter(httpAsIs.post<Me>('/api/access/guest', content));

/** All sign-ins of the person end with it; this page is signed in anew by the answer. */
export async function changePassword(content: OwnPassword): Promise<Outcome<Me>> {
  const outcome = await enter(httpAsIs.put<Me>('/api/access/password', content));
  // A connection may have noticed the end of the old session before the answer with the new one was here.
  if (outcome.error === null) backAgain();
  return outcome;
}

let isLeaving = false;

const whoWasHere = (): Me | null => {
  const state = account.peek();
  return state.kind === 'signedIn' || state.kind === 'remembered' ? state.me : null;
};

// A guest has a link and no password; whoever signs out here wants to be out.
offerSignInAgain(() => !isLeaving && (whoWasHere()?.email ?? null) !== null);

/** The way back for the person whose page this is. Somebody else gets a page of their own: what stands on this one is not theirs. */
export async function signInAgain(password: string): Promise<Fault | null> {
  const before = whoWasHere();
  const answer = await httpAsIs.post<Me>('/api/access/sign-in', { email: before?.email ?? '', password });
  if (answer.error !== null) return answer.error;
  welcomeBack(before, answer.value);
  return null;
}

/** Signed in again in another tab of this browser: this page need not be asked. */
export async function lookWhetherBack(): Promise<void> {
  const before = whoWasHere();
  const answer = await httpAsIs.get<Me>('/api/access/me');
  if (answer.error === null) welcomeBack(before, answer.value);
}

function welcomeBack(before: Me | null, me: Me): void {
  const isTheSame = before !== null && me.id === before.id && me.roles.join() === before.roles.join() && !me.owesPassword;
  if (!isTheSame) {
    location.reload();
    return;
  }
  account.value = { kind: 'signedIn', me };
  backAgain();
}

/**
 * What pages keep of a person goes with the session. Nothing ends and nothing goes while the server cannot be reached: a page that looked
 * signed out would leave the session open to whoever holds the device next.
 * @param discard what only the page itself knows how to remove.
 */
export async function signOut(discard?: () => Promise<void>): Promise<void> {
  signOutFault.value = null;
  isLeaving = true;
  const ended = await httpAsIs.post('/api/access/sign-out');
  if (ended.error !== null && !saysSignedOut(ended) && (mayPass(ended.error) || stumbled(ended.error))) {
    isLeaving = false;
    signOutFault.value = ended.error;
    return;
  }
  await discard?.();
  forgetKept();
  location.assign('/');
}

function forgetKept(): void {
  try {
    Object.keys(localStorage)
      .filter((key) => key.startsWith('telehealth.kept.'))
      .forEach((key) => localStorage.removeItem(key));
  } catch {
    // A browser without storage has kept nothing.
  }
}
