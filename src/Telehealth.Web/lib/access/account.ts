import { signal } from '@preact/signals';
import type { AppInfo, GuestSignIn, Me, SignIn } from '../contracts';
import { observeServerTime } from '../realtime/clock';
import type { Fault, Outcome } from '../realtime/outcome';
import { http } from './http';

export type AccountState = { kind: 'loading' } | { kind: 'unreachable'; fault: Fault } | { kind: 'signedOut' } | { kind: 'signedIn'; me: Me };

/** What every page knows before anybody signs in; null until the server has said. */
export const appInfo = signal<AppInfo | null>(null);

export const account = signal<AccountState>({ kind: 'loading' });

/** For a page that needs nobody to sign in. */
export async function loadAppInfo(): Promise<void> {
  const info = await http.get<AppInfo>('/api/app');
  if (info.error !== null) return;
  appInfo.value = info.value;
  observeServerTime(info.value.serverTime);
}

export async function loadAccount(): Promise<void> {
  account.value = { kind: 'loading' };
  const [, me] = await Promise.all([loadAppInfo(), http.get<Me>('/api/access/me')]);
  if (me.error === null) account.value = { kind: 'signedIn', me: me.value };
  else if (me.error.code === 'access.signed_out' || me.error.code === 'http.401') account.value = { kind: 'signedOut' };
  else account.value = { kind: 'unreachable', fault: me.error };
}

/** For a link whose socket was refused: only a clear no counts, an unreachable server does not. */
export async function stillSignedIn(): Promise<boolean> {
  const me = await http.get<Me>('/api/access/me');
  return me.error === null || (me.error.code !== 'access.signed_out' && me.error.code !== 'http.401');
}

async function enter(answer: Promise<Outcome<Me>>): Promise<Outcome<Me>> {
  const outcome = await answer;
  if (outcome.error === null) account.value = { kind: 'signedIn', me: outcome.value };
  return outcome;
}

export const signIn = (content: SignIn): Promise<Outcome<Me>> => enter(http.post<Me>('/api/access/sign-in', content));

export const enterAsGuest = (content: GuestSignIn): Promise<Outcome<Me>> => enter(http.post<Me>('/api/access/guest', content));

export async function signOut(): Promise<void> {
  await http.post('/api/access/sign-out');
  location.assign('/');
}
