import { spellDuration, serverNow } from '../time';
import type { HubLink, LinkState } from './HubLink';
import { signInPutAside } from './signedOut';

type AnyLink = Pick<HubLink<object, object>, 'state' | 'freshAt'>;

const words: Record<LinkState, string> = {
  connecting: 'Connecting',
  live: 'Connected',
  reconnecting: 'Reconnecting',
  refused: 'Signed out',
  crowded: 'Not connected',
};
const tones: Record<LinkState, string> = {
  connecting: 'dot-accent dot-pulse',
  live: 'dot-success',
  reconnecting: 'dot-warning dot-pulse',
  refused: '',
  crowded: 'dot-warning',
};

/** A dot and a word, always in sight. */
export function ConnectionState({ link }: { link: AnyLink }) {
  const state = link.state.value;
  return (
    <span class="connection" data-testid="connection-state" data-state={state} title={words[state]}>
      <span class={`dot ${tones[state]}`} aria-hidden="true" />
      <span class="connection-text" role="status">
        {words[state]}
      </span>
    </span>
  );
}

/** Says that what the page shows may be old, and how old. Nothing while live. */
export function ConnectionStrip({ link }: { link: AnyLink }) {
  const state = link.state.value;
  if (state === 'live' || (state === 'connecting' && link.freshAt.value === null)) return null;
  if (state === 'refused' && signInPutAside.value) return null;
  if (state === 'refused')
    return (
      <div class="strip" role="alert">
        You are signed out. Sign in again to go on.
      </div>
    );
  if (state === 'crowded')
    return (
      <div class="strip" role="alert">
        Too many pages are open. Close some of them: this one connects by itself within half a minute.
      </div>
    );
  const freshAt = link.freshAt.value;
  const age = freshAt !== null ? ` Last update ${spellDuration(serverNow.value - freshAt)} ago.` : '';
  return (
    <aside class="strip" aria-label="Connection">
      <span class="spinner" aria-hidden="true" />
      <span class="numerals">Reconnecting…{age}</span>
    </aside>
  );
}
