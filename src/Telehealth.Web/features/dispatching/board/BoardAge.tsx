import type { ReadonlySignal } from '@preact/signals';
import type { LinkState } from '../../../lib/realtime/HubLink';
import { serverNow } from '../../../lib/time/clock';
import { spellDuration } from '../../../lib/time/duration';

interface BoardAgeProps {
  link: { readonly state: ReadonlySignal<LinkState>; readonly freshAt: ReadonlySignal<number | null> };
}

/** A board that is not live says so, and how old it is. */
export function BoardAge({ link }: BoardAgeProps) {
  const state = link.state.value;
  const freshAt = link.freshAt.value;
  if (state === 'live' || (state === 'connecting' && freshAt === null)) return null;
  if (state === 'refused')
    return (
      <div class="strip" role="alert">
        You are signed out. Sign in again to go on.
      </div>
    );
  const age = freshAt !== null ? ` Board as of ${spellDuration(serverNow.value - freshAt)} ago.` : '';
  return (
    <div class="strip numerals" role="status" data-testid="board-age">
      <span class="spinner" aria-hidden="true" />
      Reconnecting…{age}
    </div>
  );
}
