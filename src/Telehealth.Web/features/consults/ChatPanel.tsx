import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { longestMessage } from '../../lib/contracts/domain/consults';
import { Button, EmptyState } from '../../lib/ui';
import { type ChatLine, lastSequence, unseenOf } from './chat';
import { ChatLineView } from './ChatLineView';
import type { ConsultRoom } from './ConsultRoom';
import { EarlierLines, useEarlier } from './EarlierLines';
import { pageVisible } from './pageVisible';
import { TypingLine } from './TypingLine';

function Composer({ room }: { room: ConsultRoom }) {
  const text = useSignal('');
  const input = useRef<HTMLTextAreaElement>(null);
  useEffect(() => input.current?.focus(), []);
  const send = (): void => {
    const said = text.peek().trim();
    if (said === '') return;
    text.value = '';
    void room.chat.say(said);
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
        onInput={(event) => {
          text.value = event.currentTarget.value;
          if (text.peek().trim() !== '') room.chat.typed();
        }}
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
  const seen = useSignal(room.chat.last);
  const away = useSignal(false);
  const toEnd = (): void => {
    away.value = false;
    seen.value = room.chat.last;
    // After the new line has been drawn, unless the reader went elsewhere meanwhile.
    requestAnimationFrame(() => {
      if (!away.peek()) list.current?.scrollTo({ top: list.current.scrollHeight });
    });
  };
  useSignalEffect(() => {
    const last = room.chat.lines.value.at(-1);
    if (last === undefined) return;
    if (!away.peek() || (last.from === room.you.peek() && last.state === 'sending')) toEnd();
  });
  useSignalEffect(() => {
    const others = room.chat.lines.value.filter((line) => line.from !== room.you.value && (line.sequence ?? 0) <= seen.value);
    if (pageVisible.value && others.length > 0) room.chat.read(lastSequence(others));
  });
  const onScroll = (): void => {
    const element = list.current;
    if (element === null) return;
    const isAtEnd = element.scrollHeight - element.scrollTop - element.clientHeight <= endPx;
    // Only who goes up has left the end; it also moves away by itself, when several lines come at once.
    away.value = !isAtEnd && (away.peek() || element.scrollTop < top.current);
    top.current = element.scrollTop;
    if (isAtEnd) seen.value = room.chat.last;
  };
  const unseen = away.value ? unseenOf(room.chat.lines.value, seen.value, room.you.value) : 0;
  return { list, unseen, onScroll, toEnd };
}

interface ChatPanelProps {
  room: ConsultRoom;
  /** The clinician may remove whatever is written. */
  host: boolean;
  onClose: () => void;
}

export function ChatPanel({ room, host, onClose }: ChatPanelProps) {
  const { list, unseen, onScroll, toEnd } = useReading(room);
  const { quiet, load } = useEarlier(room, list);
  const lines = room.chat.lines.value;
  const newest = lines.findLast((line) => line.from === room.you.value && line.withdrawnAt === null && line.sequence !== null);
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
        <ul class="chat-lines" ref={list} tabIndex={0} aria-label="Messages" aria-live={quiet ? 'off' : 'polite'} onScroll={onScroll}>
          <EarlierLines room={room} onLoad={load} />
          {lines.length === 0 && (
            <li>
              <EmptyState icon="chat" title="No messages yet">
                Messages are kept with the visit.
              </EmptyState>
            </li>
          )}
          {lines.map((line, index) => (
            <ChatLineView
              key={line.commandId}
              room={room}
              line={line}
              mine={line.from === room.you.value}
              host={host}
              newest={line === newest}
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
      <TypingLine room={room} />
      <Composer room={room} />
    </aside>
  );
}
