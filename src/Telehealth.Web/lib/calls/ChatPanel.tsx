import { useSignal, useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button, EmptyState, Icon } from '../ui';
import type { ChatLine } from './chat';
import type { ConsultRoom } from './ConsultRoom';

const longestText = 2000;

const timeOf = (iso: string): string => new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

function Line({ room, line, mine, grouped }: { room: ConsultRoom; line: ChatLine; mine: boolean; grouped: boolean }) {
  return (
    <li class={`chat-line${mine ? ' chat-mine' : ''}${grouped ? ' chat-grouped' : ''}`} data-testid="chat-message" data-state={line.state}>
      {!grouped && <span class="chat-from">{mine ? 'You' : line.fromName}<time dateTime={line.at}>{timeOf(line.at)}</time></span>}
      <span class="chat-text">{line.text}</span>
      {line.state === 'sending' && <span class="chat-state"><Icon name="clock" size="s" />Sending…</span>}
      {line.state === 'failed' && (
        <span class="chat-state chat-failed">
          <Icon name="alert" size="s" />
          {line.problem ?? 'Not sent.'}
          <button type="button" class="chat-again" onClick={() => void room.sayAgain(line)}>Send again</button>
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
    <form class="chat-composer" onSubmit={(event) => { event.preventDefault(); send(); }}>
      <textarea
        ref={input}
        class="input"
        rows={1}
        aria-label="Message to everybody in the consult"
        placeholder="Write a message"
        maxLength={longestText}
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
  before !== undefined && before.from === line.from && Date.parse(line.at) - Date.parse(before.at) < groupMs;

export function ChatPanel({ room, onClose }: { room: ConsultRoom; onClose: () => void }) {
  const list = useRef<HTMLUListElement>(null);
  const lines = room.chat.value;
  useSignalEffect(() => {
    if (room.chat.value.length === 0) return;
    // After the new line has been drawn.
    requestAnimationFrame(() => list.current?.scrollTo({ top: list.current.scrollHeight }));
  });
  return (
    <aside class="panel" aria-label="Chat" data-testid="chat-panel">
      <div class="panel-head">
        <h2>Chat</h2>
        <Button kind="quiet" icon="cross" label="Close chat" onClick={onClose} />
      </div>
      {/* Scrolls, so the keyboard must reach it. */}
      <ul class="chat-lines" ref={list} tabIndex={0} aria-label="Messages" aria-live="polite">
        {lines.length === 0 && <li><EmptyState icon="chat" title="No messages yet">What is written here is kept with the consult.</EmptyState></li>}
        {lines.map((line, index) => <Line key={line.commandId} room={room} line={line} mine={line.from === room.you.value} grouped={followsOn(lines[index - 1], line)} />)}
      </ul>
      <Composer room={room} />
    </aside>
  );
}
