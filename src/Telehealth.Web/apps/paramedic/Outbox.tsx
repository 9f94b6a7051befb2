import { exactTime, serverNow } from '../../lib/time';
import { Button, Icon } from '../../lib/ui';
import type { CrewDesk } from './crewDesk';
import { type Receipt, whatWords } from './receipts';

/** What takes longer than this to be answered is shown as waiting, though the line looks alive. */
const patienceMs = 3_000;

/** What the crew did and the server does not know yet, and what became of what had to wait. */
export function Outbox({ desk }: { desk: CrewDesk }) {
  const offline = !desk.isLive.value || desk.isSignedOut.value;
  const waiting = desk.queue.waiting.value.filter((item) => offline || serverNow.value - Date.parse(item.doneAt) > patienceMs);
  const photos = desk.photos.waiting.value.filter((photo) => offline || serverNow.value - Date.parse(photo.takenAt) > patienceMs);
  const receipts = desk.queue.receipts.value;
  const refused = desk.photos.refused.value;
  if (waiting.length + photos.length + receipts.length + refused.length === 0) return null;
  const dismiss = (): void => { desk.queue.dismissReceipts(); desk.photos.dismissRefused(); };
  return (
    <section class="outbox" aria-label="Updates" data-testid="outbox">
      {waiting.length + photos.length > 0 && (
        <p class="outbox-head" role="status" data-testid="queue-strip"><Icon name="clock" />{waitingWords(waiting.length + photos.length, desk.isSignedOut.value)}</p>
      )}
      {!(desk.queue.durable.value && desk.photos.durable.value) && <p class="outbox-head" role="alert">This browser keeps nothing: do not close or reload the page until all is sent.</p>}
      <ul class="outbox-list">
        {receipts.map((receipt) => <ReceiptLine key={receipt.id} receipt={receipt} />)}
        {refused.map((photo) => <li key={photo.id} class="outbox-late" data-testid="photo-refused"><Icon name="alert" /><span>{photo.about}: {photo.text}</span></li>)}
        {waiting.map((item) => (
          <li key={item.command.commandId} data-testid="outbox-waiting" data-kind={item.kind}>
            <Icon name="clock" /><span><strong>{whatWords(item)}</strong> <span class="nowrap numerals">{exactTime(item.doneAt)}</span> · waiting to be sent</span>
          </li>
        ))}
        {photos.map((photo) => (
          <li key={photo.id} data-testid="outbox-waiting" data-kind="photo">
            <Icon name="clock" /><span><strong>Picture</strong> <span class="nowrap numerals">{exactTime(photo.takenAt)}</span> · waiting to be sent</span>
          </li>
        ))}
      </ul>
      {receipts.length + refused.length > 0 && <Button wide class="crew-ok" testId="outbox-dismiss" onClick={dismiss}>OK, seen</Button>}
    </section>
  );
}

function ReceiptLine({ receipt }: { receipt: Receipt }) {
  const bad = receipt.result !== 'applied';
  return (
    <li class={bad ? 'outbox-late' : ''} data-testid="receipt" data-result={receipt.result} data-done-at={receipt.doneAt}>
      <Icon name={bad ? 'alert' : 'check'} />
      <span role={bad ? 'alert' : undefined}><strong>{receipt.what}</strong> <span class="nowrap numerals">{exactTime(receipt.doneAt)}</span>{receipt.about !== '' && ` · ${receipt.about}`} · {receipt.text}</span>
    </li>
  );
}

function waitingWords(count: number, isSignedOut: boolean): string {
  const updates = count === 1 ? '1 update waits' : `${count} updates wait`;
  return isSignedOut ? `Signed out: ${updates} until you sign in again.` : `${updates} for network. Go on: sent in order by itself.`;
}
