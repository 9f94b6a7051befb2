import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { longestPlanNote } from '../../lib/contracts/domain/responsePlans';
import { Button, Dialog, ErrorNotice, Field, toast } from '../../lib/ui';
import { ChangeList } from './ChangeList';
import type { PlanBook } from './planBook';

/** The last look before crews are sent by it: all that changes, and why. */
export function PublishDialog({ book, onClose }: { book: PlanBook; onClose: () => void }) {
  const note = useSignal('');
  const noteError = useSignal<string | null>(null);
  useEffect(
    () => () => {
      book.publishFault.value = null;
    },
    [book],
  );
  const send = async (): Promise<void> => {
    noteError.value = note.value.trim() === '' ? 'Say what is changed and why. It is kept in the history.' : null;
    if (noteError.value !== null) return;
    const end = await book.publish(note.value);
    if (end === 'refused') return;
    if (end === 'published') toast(`Version ${book.published.peek()?.version ?? ''} is published.`);
    if (end === 'publishedAlready') toast('These changes are published already.');
    if (end === 'rowRefused') toast('Not published. Look at the row to see what is wrong.', 'warning');
    onClose();
  };
  const fault = book.publishFault.value;
  const version = (book.published.value?.version ?? 0) + 1;
  return (
    <Dialog
      title={`Publish version ${version}`}
      wide
      onClose={onClose}
      testId="publish-dialog"
      footer={
        <>
          <Button onClick={onClose}>Back</Button>
          <Button kind="primary" busy={book.busy.value === 'publish'} onClick={() => void send()} testId="publish">
            Publish
          </Button>
        </>
      }
    >
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {fault !== null &&
          (fault.reason === 'refused' ? (
            <ErrorNotice title="Not published" error={fault} />
          ) : (
            <ErrorNotice
              title="It is not known whether it was published"
              error={`${fault.text} Publish again: it is published only once.`}
            />
          ))}
        <p>From now on it applies to every emergency that is raised and every alarm level that is struck.</p>
        <ChangeList changes={book.changes.value} />
        <Field
          label="What is changed, and why"
          required
          maxLength={longestPlanNote}
          autoFocus
          value={note.value}
          error={noteError.value}
          onInput={(value) => {
            note.value = value;
            noteError.value = null;
          }}
          autoComplete="off"
          testId="publish-note"
        />
        <button type="submit" hidden />
      </form>
    </Dialog>
  );
}
