import type { CommandQueue, Receipt } from '../../lib/offline/commandQueue';
import { exactTime, serverNow } from '../../lib/time';
import { Button, Icon } from '../../lib/ui';
import type { PhotoOutbox } from '../photos/photoOutbox';
import type { Reach } from './crewConnection';
import type { QueuedCommand } from './queuedCommand';
import { whatLabel } from './receipts';

/** What takes longer than this to be answered is shown as waiting, though the line looks alive. */
const patienceMs = 3_000;

interface OutboxProps {
  queue: Pick<CommandQueue<QueuedCommand>, 'waiting' | 'receipts' | 'durable' | 'dismissReceipts'>;
  photos: Pick<PhotoOutbox, 'waiting' | 'refused' | 'durable' | 'dismissRefused'>;
  reach: Reach;
}

/** What the crew did and the server does not know yet, and what became of what had to wait. */
export function Outbox({ queue, photos, reach }: OutboxProps) {
  const offline = !reach.isLive.value || reach.isSignedOut.value;
  const waiting = queue.waiting.value.filter((item) => offline || serverNow.value - Date.parse(item.doneAt) > patienceMs);
  const pictures = photos.waiting.value.filter((photo) => offline || serverNow.value - Date.parse(photo.takenAt) > patienceMs);
  const receipts = queue.receipts.value;
  const refused = photos.refused.value;
  if (waiting.length + pictures.length + receipts.length + refused.length === 0) return null;
  const dismiss = (): void => {
    queue.dismissReceipts();
    photos.dismissRefused();
  };
  return (
    <section class="outbox" aria-label="Updates" data-testid="outbox">
      {waiting.length + pictures.length > 0 && (
        <p class="outbox-head" role="status" data-testid="queue-strip">
          <Icon name="clock" />
          {waitingText(waiting.length + pictures.length, reach.isSignedOut.value)}
        </p>
      )}
      {!(queue.durable.value && photos.durable.value) && (
        <p class="outbox-head" role="alert">
          This browser keeps nothing: do not close or reload the page until all is sent.
        </p>
      )}
      <ul class="outbox-list">
        {receipts.map((receipt) => (
          <ReceiptLine key={receipt.id} receipt={receipt} />
        ))}
        {refused.map((photo) => (
          <li key={photo.id} class="outbox-late" data-testid="photo-refused">
            <Icon name="alert" />
            <span>
              {photo.about}: {photo.text}
            </span>
          </li>
        ))}
        {waiting.map((item) => (
          <li key={item.command.commandId} data-testid="outbox-waiting" data-kind={item.kind}>
            <Icon name="clock" />
            <span>
              <strong>{whatLabel(item)}</strong> <span class="nowrap numerals">{exactTime(item.doneAt)}</span> · waiting to be sent
            </span>
          </li>
        ))}
        {pictures.map((photo) => (
          <li key={photo.id} data-testid="outbox-waiting" data-kind="photo">
            <Icon name="clock" />
            <span>
              <strong>Picture</strong> <span class="nowrap numerals">{exactTime(photo.takenAt)}</span> · waiting to be sent
            </span>
          </li>
        ))}
      </ul>
      {receipts.length + refused.length > 0 && (
        <Button wide class="crew-ok" testId="outbox-dismiss" onClick={dismiss}>
          OK, seen
        </Button>
      )}
    </section>
  );
}

function ReceiptLine({ receipt }: { receipt: Receipt }) {
  const bad = receipt.result !== 'applied';
  return (
    <li class={bad ? 'outbox-late' : ''} data-testid="receipt" data-result={receipt.result} data-done-at={receipt.doneAt}>
      <Icon name={bad ? 'alert' : 'check'} />
      <span role={bad ? 'alert' : undefined}>
        <strong>{receipt.what}</strong> <span class="nowrap numerals">{exactTime(receipt.doneAt)}</span>
        {receipt.about !== '' && ` · ${receipt.about}`} · {receipt.text}
      </span>
    </li>
  );
}

function waitingText(count: number, isSignedOut: boolean): string {
  const updates = count === 1 ? '1 update waits' : `${count} updates wait`;
  return isSignedOut ? `Signed out: ${updates} until you sign in again.` : `${updates} for network. Go on: all is sent in order.`;
}
