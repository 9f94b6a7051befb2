import { useSignal } from '@preact/signals';
import { longestEmergencyText } from '../../lib/contracts/domain/emergencies';
import type { JobView } from '../../lib/contracts/paramedics';
import { exactTime } from '../../lib/time';
import { Button, Dialog, Icon, TextArea, Written, WrittenText } from '../../lib/ui';
import type { CrewDesk } from './crewDesk';

/** What dispatch and the crew wrote down. What this crew writes is shown among the updates until the server has it. */
export function Notes({ desk, job }: { desk: CrewDesk; job: JobView }) {
  const writing = useSignal(false);
  const text = useSignal('');
  const notes = desk.site.details.value?.notes ?? [];
  const send = (): void => {
    desk.addNote(job, text.value.trim());
    text.value = '';
    writing.value = false;
  };
  return (
    <section class="job-part" aria-label="Notes">
      {notes.length > 0 && (
        <ol class="notes" data-testid="notes">
          {notes.map((note) => <li key={`${note.at} ${note.text}`}><span class="notes-by numerals">{exactTime(note.at).slice(0, 5)} <Written text={note.by} /></span><WrittenText text={note.text} /></li>)}
        </ol>
      )}
      <Button wide class="crew-big" icon="pencil" testId="add-note" onClick={() => { writing.value = true; }}>Add a note</Button>
      {writing.value && (
        <Dialog title="Note for dispatch and the timeline" onClose={() => { writing.value = false; }} footer={
          <Button kind="primary" wide class="crew-big" disabled={text.value.trim() === ''} testId="note-send" onClick={send}>Send</Button>
        }>
          <TextArea label="Note" rows={4} maxLength={longestEmergencyText} value={text.value} onInput={(value) => { text.value = value; }} testId="note-text" />
          {!desk.isLive.value && <p class="job-where"><Icon name="clock" size="s" /> {desk.isSignedOut.value ? 'Signed out: it is sent when you have signed in again.' : 'No network now: it is sent by itself when there is.'}</p>}
        </Dialog>
      )}
    </section>
  );
}
