import { type ReadonlySignal, useSignal } from '@preact/signals';
import { longestEmergencyText } from '../../lib/contracts/domain/emergencies';
import type { JobDetails, JobView } from '../../lib/contracts/paramedics';
import { exactTime } from '../../lib/time';
import { Button, Dialog, Icon, TextArea, Written, WrittenText } from '../../lib/ui';
import type { CrewCommands } from './crewCommands';
import type { Reach } from './crewConnection';

interface NotesProps {
  job: JobView;
  details: ReadonlySignal<JobDetails | null>;
  commands: Pick<CrewCommands, 'addNote'>;
  reach: Reach;
}

/** What dispatch and the crew wrote down. What this crew writes is shown among the updates until the server has it. */
export function Notes({ job, details, commands, reach }: NotesProps) {
  const writing = useSignal(false);
  const text = useSignal('');
  const notes = details.value?.notes ?? [];
  const send = (): void => {
    commands.addNote(job, text.value.trim());
    text.value = '';
    writing.value = false;
  };
  return (
    <section class="job-part" aria-label="Notes">
      {notes.length > 0 && (
        <ol class="notes" data-testid="notes">
          {notes.map((note) => (
            <li key={`${note.at} ${note.text}`}>
              <span class="notes-by numerals">
                {exactTime(note.at).slice(0, 5)} <Written text={note.by} />
              </span>
              <WrittenText text={note.text} />
            </li>
          ))}
        </ol>
      )}
      <Button
        wide
        class="crew-big"
        icon="pencil"
        testId="add-note"
        onClick={() => {
          writing.value = true;
        }}
      >
        Add a note
      </Button>
      {writing.value && (
        <Dialog
          title="Note for dispatch"
          onClose={() => {
            writing.value = false;
          }}
          footer={
            <Button kind="primary" wide class="crew-big" disabled={text.value.trim() === ''} testId="note-send" onClick={send}>
              Send
            </Button>
          }
        >
          <TextArea
            label="Note"
            rows={4}
            maxLength={longestEmergencyText}
            value={text.value}
            onInput={(value) => {
              text.value = value;
            }}
            testId="note-text"
          />
          {!reach.isLive.value && (
            <p class="job-where">
              <Icon name="clock" size="s" />{' '}
              {reach.isSignedOut.value
                ? 'Signed out. The note is sent when you have signed in again.'
                : 'No network now. The note is sent as soon as there is.'}
            </p>
          )}
        </Dialog>
      )}
    </section>
  );
}
