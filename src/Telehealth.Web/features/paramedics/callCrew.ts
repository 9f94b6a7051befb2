import { computed, effect } from '@preact/signals';
import { serverNow } from '../../lib/time';
import type { Attention } from './attention';
import type { CrewCommands } from './crewCommands';
import type { Reach } from './crewConnection';
import type { CurrentJob } from './currentJob';
import { unseenChanges } from './jobChanges';
import type { Shift } from './shift';
import { pendingAnswer, wantedAvailability } from './steps';

interface CalledParts {
  shift: Pick<Shift, 'unit' | 'isOn'>;
  current: Pick<CurrentJob, 'job' | 'offer' | 'seeing'>;
  commands: Pick<CrewCommands, 'queue'>;
  connection: Pick<Reach, 'isLive'>;
}

/**
 * Calls the crew while an offer waits for an answer or a change is unseen, and keeps the screen on as long as an offer may come.
 * Call the answer to stop.
 */
export function callCrew(attention: Attention, { shift, current, commands, connection }: CalledParts): () => void {
  /** Which page of an offer calls now; 0 when nothing does. */
  const ringing = computed(() => {
    const offer = current.offer.value;
    // Without network nobody says that an offer has ended; its own deadline does.
    const over = offer !== null && !connection.isLive.value && offer.deadline !== null && Date.parse(offer.deadline) <= serverNow.value;
    // A crew on its way to the wrong place must hear of it.
    const unseen = unseenChanges(current.job.value).length > 0 && !current.seeing.value;
    return offer === null || over || pendingAnswer(offer, commands.queue.waiting.value) !== null ? Number(unseen) : offer.pages;
  });
  /** While a job is here or may be offered. */
  const working = computed(() => {
    const status = shift.unit.value?.status ?? 'offShift';
    const wanted = wantedAvailability(status, commands.queue.waiting.value) ?? status;
    return current.job.value !== null || (shift.isOn.value && wanted !== 'unavailable');
  });
  const stops = [
    effect(() => attention.call(ringing.value > 0, ringing.value)),
    effect(() => attention.keepAwake(working.value)),
    attention.followVisibility(),
  ];
  return () => {
    stops.forEach((stop) => stop());
    attention.call(false);
    attention.keepAwake(false);
  };
}
