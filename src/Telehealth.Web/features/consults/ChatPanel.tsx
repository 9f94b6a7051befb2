import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { longestMessage } from '../../lib/contracts/domain/consults';
import { Button, EmptyState, Icon, Written, WrittenText } from '../../lib/ui';
import { type ChatLine, lastSequence, unseenOf } from './chat';
import type { ConsultRoom } from './ConsultRoom';

const timeOf = (iso: string): string => new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

function Line({ room, line, mine, grouped }: { room: ConsultRoom; line: ChatLine; mine: boolean; grouped: boolean }) {
  return (
    <li class={`chat-line${mine ? ' chat-mine' : ''}${grouped ? ' chat-grouped' : ''}`} data-testid="chat-message" data-state={line.state}>
      {!grouped && (
        <span class="chat-from">
          {mine ? (
            'You'
          ) : (
            <>
              <Written text={line.fromName} />
              {line.fromGuest && ' (guest)'}
            </>
          )}
          <time dateTime={line.at}>{timeOf(line.at)}</time>
        </span>
      )}
      <WrittenText class="chat-text" text={line.text} links />
      {line.state === 'sending' && (
        <span class="chat-state">
          <Icon name="clock" size="s" />
          Sending…
        </span>
      )}
      {line.state === 'failed' && (
        <span class="chat-state chat-failed">
          <Icon name="alert" size="s" />
          {line.problem ?? 'Not sent.'}
          <button type="button" class="chat-again" onClick={() => void room.sayAgain(line)}>
            Send again
          </button>
        </span>
      )}
    </li>
  );
}

function Composer({ room }: { room: ConsultRoom }) {
  const text = useSignal('');
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => input.current?.focus(), []);
  const send = (): void => {
    const said = text.peek().trim();
    if (said === '') return;
    text.value = '';
    void room.say(said);
    input.current?.focus();
  };
  return (
    <form
      class="chat-composer"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <textarea
        ref={input}
        class="input"
        dir="auto"
        rows={1}
        aria-label="Message to everybody in the visit"
        placeholder="Write a message"
        maxLength={longestMessage}
        value={text.value}
        data-testid="chat-input"
        onInput={(event) => (text.value = event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
          event.preventDefault();
          send();
        }}
      />
      <Button type="submit" kind="primary" icon="send" label="Send" disabled={text.value.trim() === ''} testId="chat-send" />
    </form>
  );
}

const groupMs = 120_000;

const followsOn = (before: ChatLine | undefined, line: ChatLine): boolean =>
  before !== undefined &&
  before.from === line.from &&
  before.fromName === line.fromName &&
  Date.parse(line.at) - Date.parse(before.at) < groupMs;

/** Within this of its end a list is read to its end: a line's padding and what a zoomed page rounds. */
const endPx = 40;

/** Keeps the list at its end while it is read there, and where the reader is while they read further up. */
function useReading(room: ConsultRoom) {
  const list = useRef<HTMLUListElement>(null);
  const top = useRef(0);
  const seen = useSignal(lastSequence(room.chat.peek()));
  const away = useSignal(false);
  const toEnd = (): void => {
    away.value = false;
    seen.value = lastSequence(room.chat.peek());
    // After the new line has been drawn, unless the reader went elsewhere meanwhile.
    requestAnimationFrame(() => {
      if (!away.peek()) list.current?.scrollTo({ top: list.current.scrollHeight });
    });
  };
  useSignalEffect(() => {
    const last = room.chat.value.at(-1);
    if (last === undefined) return;
    if (!away.peek() || (last.from === room.you.peek() && last.state === 'sending')) toEnd();
  });
  const onScroll = (): void => {
    const element = list.current;
    if (element === null) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= endPx;
    // Only who goes up has left the end; it also moves away by itself, when several lines come at once.
    away.value = !isAtEnd && (away.peek() || element.scrollTop < top.current);
    top.current = element.scrollTop;
    if (isAtEnd) seen.value = lastSequence(room.chat.peek());
  };
  const unseen = away.value ? unseenOf(room.chat.value, seen.value, room.you.value) : 0;
  return { list, unseen, onScroll, toEnd };
}

export function ChatPanel({ room, onClose }: { room: ConsultRoom; onClose: () => void }) {
  const { list, unseen, onScroll, toEnd } = useReading(room);
  const lines = room.chat.value;
  const onNew = (): void => {
    toEnd();
    list.current?.focus();
  };
  return (
    <aside class="panel" aria-label="Chat" data-testid="chat-panel">
      <div class="panel-head">
        <h2>Chat</h2>
        <Button kind="quiet" icon="cross" label="Close chat" onClick={onClose} />
      </div>
      <div class="chat-scroll">
        {/* Scrolls, so the keyboard must reach it. */}
        <ul class="chat-lines" ref={list} tabIndex={0} aria-label="Messages" aria-live="polite" onScroll={onScroll}>
          {lines.length === 0 && (
            <li>
              <EmptyState icon="chat" title="No messages yet">
                Messages are kept with the visit.
              </EmptyState>
            </li>
          )}
          {lines.map((line, index) => (
            <Line
              key={line.commandId}
              room={room}
              line={line}
              mine={line.from === room.you.value}
              grouped={followsOn(lines[index - 1], line)}
            />
          ))}
        </ul>
        {unseen > 0 && (
          <button type="button" class="chat-new numerals" data-testid="chat-new" onClick={onNew}>
            {unseen} new<span class="visually-hidden"> {unseen === 1 ? 'message' : 'messages'} below</span> ↓
          </button>
        )}
      </div>
      <Composer room={room} />
    </aside>
  );
}
