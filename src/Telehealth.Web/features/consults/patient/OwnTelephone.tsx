import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { http } from '../../../lib/access';
import type { OwnTelephone as Kept } from '../../../lib/contracts/access';
import { longestTelephone } from '../../../lib/contracts/domain/text';
import type { Fault } from '../../../lib/realtime';
import { readTelephone } from '../../../lib/text';
import { Button, ErrorNotice, Field, toast } from '../../../lib/ui';

const path = '/api/access/telephone';

/** The number by which a clinician calls when nobody is in front of the camera. */
export function OwnTelephone() {
  const kept = useSignal<string | null>(null);
  const typed = useSignal('');
  const busy = useSignal(false);
  const fault = useSignal<Fault | null>(null);
  useEffect(() => {
    void http.get<Kept>(path).then(({ value }) => {
      if (value === null) return;
      kept.value = value.number ?? '';
      // What was typed meanwhile is newer.
      if (typed.peek() === '') typed.value = kept.value;
    });
  }, []);
  const save = async (): Promise<void> => {
    busy.value = true;
    const outcome = await http.put<Kept>(path, { number: typed.peek() } satisfies Kept);
    busy.value = false;
    fault.value = outcome.error;
    if (outcome.value === null) return;
    kept.value = outcome.value.number ?? '';
    typed.value = kept.value;
    toast(kept.value === '' ? 'Your telephone number is no longer kept.' : 'Your telephone number is saved.');
  };
  const { typed: line, dial } = readTelephone(typed.value);
  return (
    <form
      class="own-telephone"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      {fault.value !== null && <ErrorNotice title="Your number was not saved" error={fault.value} />}
      <Field
        label="Your telephone number"
        type="tel"
        autoComplete="tel"
        maxLength={longestTelephone}
        hint={
          line !== '' && dial === null
            ? 'This cannot be dialled as it is written. Check it: the doctor reads it as you wrote it.'
            : 'The doctor who lets you in calls it if you are not here, or if the sound fails.'
        }
        value={typed.value}
        onInput={(value) => (typed.value = value)}
        testId="own-telephone"
      />
      <Button type="submit" busy={busy.value} disabled={kept.value === null || typed.value.trim() === kept.value} testId="save-telephone">
        Save
      </Button>
    </form>
  );
}
