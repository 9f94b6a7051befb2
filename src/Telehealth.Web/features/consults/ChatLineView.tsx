import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button, Dialog, Icon, Written, WrittenText } from '../../lib/ui';
import type { ChatLine } from './chat';
import type { ConsultRoom } from './ConsultRoom';
import { type Receipt, receiptOf } from './receipts';

const timeOf = (iso: string): string => new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });

/** One or two ticks for eyes, words for ears; the newest own line says it to both. */
function ReceiptMark({ receipt, spelled }: { receipt: Receipt; spelled: boolean }) {
  return (
    <span class={`chat-receipt chat-receipt-${receipt.state}`} data-testid="chat-receipt" data-receipt={receipt.state} title={receipt.text}>
      <span class={spelled ? '' : 'visually-hidden'}>{receipt.text}</span>
      <Icon name={receipt.state === 'sent' ? 'check' : 'checks'} size="s" />
    </span>
  );
}

interface RemoveDialogProps {
  mine: boolean;
  onRemove: () => void;
  onClose: () => void;
}

function RemoveDialog({ mine, onRemove, onClose }: RemoveDialogProps) {
  return (
    <Dialog
      title={mine ? 'Remove your message?' : 'Remove this message?'}
      onClose={onClose}
      testId="remove-message-dialog"
      footer={
        <>
          <Button onClick={onClose}>Keep it</Button>
          <Button kind="danger" onClick={onRemove} testId="remove-message-sure">
            Remove for everybody
          </Button>
        </>
      }
    >
      <div class="stack">
        <p>It disappears from everybody’s screen. They see that a message was removed; some may have read it before.</p>
        <p>The protected log of the visit keeps it.</p>
      </div>
    </Dialog>
  );
}

/** What can be done with a line, behind three dots: rarely needed, and never by a slip of the thumb. */
function LineMenu({ room, line, mine }: { room: ConsultRoom; line: ChatLine & { sequence: number }; mine: boolean }) {
  const open = useSignal(false);
  const asking = useSignal(false);
  const button = useRef<HTMLButtonElement>(null);
  const item = useRef<HTMLButtonElement>(null);
  const menu = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open.value) return;
    item.current?.scrollIntoView({ block: 'nearest' });
    item.current?.focus({ preventScroll: true });
    const onOutside = (event: Event): void => {
      if (event.target instanceof Node && menu.current?.contains(event.target) !== true) open.value = false;
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.preventDefault();
      close();
    };
    addEventListener('pointerdown', onOutside);
    addEventListener('focusin', onOutside);
    addEventListener('keydown', onKey);
    return () => {
      removeEventListener('pointerdown', onOutside);
      removeEventListener('focusin', onOutside);
      removeEventListener('keydown', onKey);
    };
  }, [open.value, open]);
  const close = (): void => {
    open.value = false;
    button.current?.focus();
  };
  return (
    <div ref={menu} class="chat-menu" aria-live="off">
      <button
        ref={button}
        type="button"
        class="chat-menu-button"
        aria-label={`More for the message of ${timeOf(line.at)}`}
        aria-haspopup="menu"
        aria-expanded={open.value}
        data-testid="chat-menu"
        onClick={() => (open.value = !open.peek())}
      >
        <Icon name="more" size="s" />
      </button>
      {open.value && (
        <div role="menu" class="chat-menu-items" aria-label="Message">
          <button
            ref={item}
            type="button"
            role="menuitem"
            class="chat-menu-item"
            data-testid="remove-message"
            onClick={() => {
              close();
              asking.value = true;
            }}
          >
            <Icon name="trash" size="s" />
            Remove message
          </button>
        </div>
      )}
      {asking.value && (
        <RemoveDialog
          mine={mine}
          onClose={() => (asking.value = false)}
          onRemove={() => {
            const list = menu.current?.closest<HTMLElement>('.chat-lines');
            asking.value = false;
            void room.chat.remove(line.sequence);
            // The button that opened it goes with the message.
            requestAnimationFrame(() => list?.focus());
          }}
        />
      )}
    </div>
  );
}

function LineState({ room, line, mine, newest }: { room: ConsultRoom; line: ChatLine; mine: boolean; newest: boolean }) {
  if (line.state === 'sending') {
    return (
      <span class="chat-state">
        <Icon name="clock" size="s" />
        Sending…
      </span>
    );
  }
  if (line.state === 'failed') {
    return (
      <span class="chat-state chat-failed">
        <Icon name="alert" size="s" />
        {line.problem ?? 'Not sent.'}
        <button type="button" class="chat-again" onClick={() => void room.chat.sayAgain(line)}>
          Send again
        </button>
      </span>
    );
  }
  if (line.sequence === null || line.withdrawnAt !== null) return null;
  if (room.chat.removing.value.has(line.sequence)) {
    return (
      <span class="chat-state" data-testid="chat-removing">
        <Icon name="clock" size="s" />
        Removing…
      </span>
    );
  }
  if (!mine) return null;
  // Not read out when it changes: who wants to know finds it there.
  return (
    <span aria-live="off">
      <ReceiptMark receipt={receiptOf(line.sequence, room.chat.marks.value, room.known.value)} spelled={newest} />
    </span>
  );
}

export interface ChatLineViewProps {
  room: ConsultRoom;
  line: ChatLine;
  mine: boolean;
  /** May remove whatever is written. */
  host: boolean;
  grouped: boolean;
  /** The last of the own lines. */
  newest: boolean;
}

export function ChatLineView({ room, line, mine, host, grouped, newest }: ChatLineViewProps) {
  const { sequence } = line;
  const removed = line.withdrawnAt !== null;
  const removable = !removed && sequence !== null && (mine || host) && !room.chat.removing.value.has(sequence);
  return (
    <li
      class={`chat-line${mine ? ' chat-mine' : ''}${grouped ? ' chat-grouped' : ''}`}
      data-testid="chat-message"
      data-state={line.state}
      data-removed={removed}
    >
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
      <div class="chat-row">
        {removed ? (
          <span class="chat-text chat-removed">{line.withdrawnBy === line.from ? 'Message removed' : 'Message removed by the doctor'}</span>
        ) : (
          <WrittenText class="chat-text" text={line.text} links />
        )}
        {removable && <LineMenu room={room} line={{ ...line, sequence }} mine={mine} />}
      </div>
      <LineState room={room} line={line} mine={mine} newest={newest} />
    </li>
  );
}
