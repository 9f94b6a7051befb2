import type { JobEnding, JobView } from '../../lib/contracts/paramedics';
import type { SilenceRow } from '../../lib/contracts/units';
import type { CrewNotice } from './crewNotices';

type Known = Pick<JobView, 'assignmentId' | 'number' | 'status'>;

/** For an offer or a job that is gone while nobody can say yet why. */
export function unexplainedNotice(job: Known): CrewNotice {
  return {
    id: job.assignmentId,
    title: job.status === 'offered' ? `The offer of ${job.number} is over` : `${job.number} is no longer yours`,
    text: 'The reason comes as soon as there is network. When in doubt, ask dispatch by radio.',
  };
}

/** How an offer or a job ended that the crew did not end itself. */
export function endingNotice(job: Known, ending: JobEnding): CrewNotice {
  const { assignmentId: id, number } = job;
  const reason = ending.reason === null || ending.reason === '' ? '' : closed(ending.reason);
  switch (ending.status) {
    case 'expired':
      return { id, title: `The offer of ${number} is over`, text: 'The time to answer has passed. The job went on to the next crew.' };
    case 'rescinded':
      return { id, title: `The offer of ${number} was taken back`, text: reason || 'Dispatch has taken it back.' };
    case 'diverted':
      return {
        id,
        title: `You are diverted to ${ending.divertedTo ?? 'another emergency'}`,
        text: `${reason} ${number} goes to another crew.`.trim(),
      };
    case 'stoodDown':
      return { id, title: `Stood down from ${number}`, text: reason || 'Dispatch has released you.' };
    case 'handedOver':
      return { id, title: `${number} is handed over`, text: `${ending.takenOverBy ?? 'Another unit'} has the patient now.` };
    case 'declined':
      return { id, title: `${number} was declined`, text: 'Another device of your crew declined it.' };
    default:
      return { id, title: `${number} is clear`, text: 'Another device of your crew, or dispatch, has cleared it.' };
  }
}

/** An older one has been told, or concerned a page that is long closed. */
const silenceToldWithinMs = 2 * 60_000;

/** For a crew that comes back: what the control room thought of it meanwhile. Null when there is nothing to say. */
export function silenceNotice(silence: SilenceRow | null, now: number): CrewNotice | null {
  if (silence === null || (silence.endedAt !== null && now - Date.parse(silence.endedAt) > silenceToldWithinMs)) return null;
  const since = new Date(silence.since).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });
  return {
    id: `silence-${silence.alarmId}-${silence.since}`,
    title: `The control room counted you as silent since ${since}`,
    text: 'Offers may not have reached you. Report back by radio, and keep this page open and in front.',
  };
}

function closed(sentence: string): string {
  return /[.!?]$/.test(sentence) ? sentence : `${sentence}.`;
}
