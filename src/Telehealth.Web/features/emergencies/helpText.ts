import { type AssignmentStatus, liveStatuses } from '../../lib/contracts/domain/emergencies';
import type { Attendance, HelpView } from '../../lib/contracts/emergencies';

const listOf = (names: readonly string[]): string => {
  if (names.length < 2) return names[0] ?? '';
  return `${names.slice(0, -1).join(', ')} and ${names[names.length - 1] ?? ''}`;
};

const firstNames = (names: readonly string[]): string => listOf(names.map((name) => name.split(' ')[0] ?? name));

const minutesOf = (help: HelpView): string => {
  if (!help.travel) return '';
  const minutes = Math.ceil(help.travel.seconds / 60);
  return minutes <= 1 ? ', about 1 min' : `, about ${minutes} min`;
};

/** Priority as a person in need can read it. */
export function priorityText(priority: number): string {
  if (priority <= 1) return 'Highest priority';
  if (priority === 2) return 'Urgent';
  return priority === 3 ? 'Soon' : 'Not urgent';
}

export interface HelpText {
  readonly title: string;
  readonly next: string;
  /** True when nobody here can come as things stand: the number to ring is then the way to help. */
  readonly ringNow: boolean;
}

function assignedText(help: HelpView): Omit<HelpText, 'ringNow'> {
  const crew = firstNames(help.crewNames) || (help.unitCallSign ? `Crew ${help.unitCallSign}` : 'A crew');
  const are = help.crewNames.length === 1 || help.crewNames.length === 0 ? 'is' : 'are';
  const have = are === 'is' ? 'has' : 'have';
  switch (help.unitStatus) {
    case 'enRoute':
      return {
        title: `${crew} ${are} on the way${minutesOf(help)}`,
        next: 'Open the door if you can do so safely, and keep your phone free.',
      };
    case 'onScene':
      return { title: `${crew} ${have} arrived`, next: 'They are at the place you gave. Call out if they do not see you.' };
    case 'transporting':
      return { title: 'On the way to hospital', next: `${crew} ${are} with you.` };
    case 'atHospital':
      return { title: 'Arrived at the hospital', next: 'The crew hands over to the hospital now.' };
    default:
      return { title: `${crew} ${have} taken your call${minutesOf(help)}`, next: 'They set off now. Keep your phone free.' };
  }
}

export const placeIsKnown = (help: HelpView): boolean => help.location.latitude !== null;

/** While no crew has taken it: only what is known of who is there is said. */
function waitingHelpText(help: HelpView, present: Attendance | null): HelpText {
  const dispatcher = present?.dispatcherPresent ?? false;
  if (present !== null && !present.dispatcherPresent && !present.crewOnShift) {
    return {
      title: 'Nobody here can come now',
      next: 'No crew is on shift and nobody is at the dispatch desk. Call for help by telephone now. Your request stays open, and an alarm waits for whoever comes.',
      ringNow: true,
    };
  }
  if (!placeIsKnown(help)) {
    const [title, told] =
      help.location.note === null
        ? ['Where are you?', 'A crew can only be sent when it is known where. Point at the map or say it in words.']
        : ['Where exactly?', 'What you wrote has arrived. Point at the map, so that the nearest crew can be asked.'];
    return dispatcher
      ? { title, next: `${told} A dispatcher is at the desk.`, ringNow: false }
      : { title, next: `${told} Nobody is known to be at the dispatch desk: call for help by telephone as well.`, ringNow: true };
  }
  if (help.phase === 'unserved') {
    return dispatcher
      ? {
          title: 'No crew is free yet',
          next: 'Nobody nearby can come at once. A dispatcher is at the desk and has been alarmed. If it gets worse, call.',
          ringNow: false,
        }
      : {
          title: 'No crew is free',
          next: 'Nobody nearby can come, and nobody is known to be at the dispatch desk. Call for help by telephone now. Your request stays open.',
          ringNow: true,
        };
  }
  if (present !== null && !present.crewOnShift) {
    return {
      title: 'No crew is on shift',
      next: 'A dispatcher is at the desk and sees your request. Call for help by telephone as well.',
      ringNow: true,
    };
  }
  return { title: 'Looking for a crew', next: 'Stay where you are if it is safe. Keep your phone free.', ringNow: false };
}

/**
 * Where things stand, and what to do meanwhile.
 * @param present who is there to help; null while that is not known
 */
export function helpText(help: HelpView, present: Attendance | null): HelpText {
  if (help.phase === 'searching' || help.phase === 'unserved') return waitingHelpText(help, present);
  return { ...settledText(help), ringNow: false };
}

function settledText(help: HelpView): Omit<HelpText, 'ringNow'> {
  switch (help.phase) {
    case 'searching':
    case 'unserved':
      return { title: 'Looking for a crew', next: 'Keep your phone free.' };
    case 'offered':
      return {
        title: help.unitCallSign ? `Crew ${help.unitCallSign} has been asked` : 'A crew has been asked',
        next: 'They answer within seconds. If they cannot come, the next one is asked.',
      };
    case 'assigned':
      return assignedText(help);
    case 'completed':
      return { title: 'This emergency is over', next: 'If you need help again, ask at any time.' };
    case 'cancelled':
      return { title: 'This emergency was cancelled', next: 'If you need help after all, ask again.' };
  }
}

const order: readonly AssignmentStatus[] = [...liveStatuses, 'clear'];

export type MilestoneState = 'done' | 'now' | 'ahead';

/** The way from the request to the end. The hospital is shown only when the crew goes there. */
export function milestones(help: HelpView): { label: string; state: MilestoneState }[] {
  const reached =
    help.phase === 'assigned' || help.phase === 'completed'
      ? order.indexOf(help.unitStatus ?? 'accepted')
      : help.phase === 'offered'
        ? 0
        : -1;
  const toHospital = help.unitStatus === 'transporting' || help.unitStatus === 'atHospital';
  const all: readonly (readonly [string, number])[] = [
    ['A crew is asked', 0],
    ['A crew has taken it', 1],
    ['On the way', 2],
    ['With you', 3],
    ...(toHospital
      ? ([
          ['To hospital', 4],
          ['At the hospital', 5],
        ] as const)
      : []),
  ];
  const over = help.phase === 'completed';
  return [
    { label: 'You asked for help', state: reached < 0 && !over ? 'now' : 'done' },
    ...all.map(([label, at]) => ({
      label,
      state: over || reached > at ? ('done' as const) : reached === at ? ('now' as const) : ('ahead' as const),
    })),
  ];
}
