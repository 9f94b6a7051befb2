import { useSignal } from '@preact/signals';
import { longestEmergencyText } from '../../../lib/contracts/domain/emergencies';
import type { IncidentCommands } from '../../emergencies/commandSender';
import { earlier, isNoTime } from '../../../lib/time/earlier';
import { Button } from '../../../lib/ui/Button';
import { EarlierTime } from '../../../lib/ui/EarlierTime';

/** Writes a line into the timeline, with the time when it was done if that was earlier. */
export function NoteBox({ commands, emergencyId }: { commands: Pick<IncidentCommands, 'ask' | 'busy'>; emergencyId: string }) {
  const text = useSignal('');
  const at = useSignal('');
  const send = async (): Promise<void> => {
    const note = text.value.trim();
    if (note === '' || isNoTime(at.value)) return;
    const about = { emergencyId, text: note, doneAt: earlier(at.value) };
    const outcome = await commands.ask('note', (hub, commandId) => hub.AddNote({ ...about, commandId }), 'Noted.');
    if (outcome.error !== null) return;
    text.value = '';
    at.value = '';
  };
  return (
    <form
      class="note-box"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <input
        id="incident-note"
        class="input"
        dir="auto"
        aria-label="Note"
        placeholder="Write a note"
        maxLength={longestEmergencyText}
        autocomplete="off"
        value={text.value}
        onInput={(event) => {
          text.value = event.currentTarget.value;
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') {
            event.currentTarget.blur();
            event.preventDefault();
          }
        }}
      />
      <Button type="submit" class="action" busy={commands.busy.value === 'note'} disabled={text.value.trim() === '' || isNoTime(at.value)}>
        Add
      </Button>
      {text.value.trim() !== '' && (
        <div class="note-time">
          <EarlierTime label="When it was done, if earlier" value={at} />
        </div>
      )}
    </form>
  );
}
