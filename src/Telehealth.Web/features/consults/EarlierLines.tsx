import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { announce, Button, Spinner } from '../../lib/ui';
import type { ConsultRoom } from './ConsultRoom';

/** By then a screen reader has passed over what came in above. */
const quietMs = 1000;

interface Held {
  readonly line: Element;
  readonly bottom: number;
  /** Whether the button had the focus, which may go with the last of the lines. */
  readonly focused: boolean;
}

/** Brings what stands above the first line, while the reader's eyes, ears and focus stay where they are. */
export function useEarlier(room: ConsultRoom, list: RefObject<HTMLUListElement | null>) {
  const quiet = useSignal(false);
  const held = useRef<Held | null>(null);
  const lines = room.chat.lines.value;
  useLayoutEffect(() => {
    if (held.current === null || list.current === null) return;
    const { line, bottom, focused } = held.current;
    held.current = null;
    list.current.scrollTop += line.getBoundingClientRect().bottom - bottom;
    if (focused && list.current.querySelector(':focus') === null) list.current.focus({ preventScroll: true });
  }, [lines, list]);
  const hold = (): void => {
    const top = list.current?.getBoundingClientRect().top ?? 0;
    const line = [...(list.current?.querySelectorAll('.chat-line') ?? [])].find((one) => one.getBoundingClientRect().bottom > top);
    const focused = list.current?.querySelector('.chat-earlier :focus') != null;
    held.current = line === undefined ? null : { line, bottom: line.getBoundingClientRect().bottom, focused };
  };
  const load = async (): Promise<void> => {
    if (room.chat.earlier.peek().kind === 'loading') return;
    quiet.value = true;
    const came = await room.chat.loadEarlier(hold);
    if (came > 0) announce(`${came} earlier ${came === 1 ? 'message' : 'messages'} above`);
    setTimeout(() => (quiet.value = false), quietMs);
  };
  return { quiet: quiet.value, load };
}

/** At the top of the chat, while there is more than is shown. */
export function EarlierLines({ room, onLoad }: { room: ConsultRoom; onLoad: () => Promise<void> }) {
  const earlier = room.chat.earlier.value;
  if (earlier.kind === 'none') return null;
  return (
    <li class="chat-earlier" aria-live="off">
      {/* Not disabled meanwhile, which would lose the focus; a second press does nothing. */}
      <Button kind="quiet" onClick={() => void onLoad()} testId="chat-earlier">
        {earlier.kind === 'loading' && <Spinner />}
        {earlier.kind === 'loading' ? 'Loading earlier messages…' : 'Earlier messages'}
      </Button>
      {earlier.kind === 'failed' && (
        <p class="chat-failed" role="alert">
          {earlier.text}
        </p>
      )}
    </li>
  );
}
