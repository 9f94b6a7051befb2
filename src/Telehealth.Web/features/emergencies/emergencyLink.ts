import { signal } from '@preact/signals';
import { stillSignedIn } from '../../lib/access';
import { type Attendance, type EmergencyClient, emergencyHubPath, type EmergencyHub, type HelpView } from '../../lib/contracts/emergencies';
import { HubLink } from '../../lib/realtime';
import { observeServerTime } from '../../lib/time';

export const emergencyLink = new HubLink<EmergencyHub, EmergencyClient>(emergencyHubPath, stillSignedIn);

/** The live emergency, or the one that ended last; undefined until the server has told. */
export const help = signal<HelpView | null | undefined>(undefined);

/** Who is there to help; null until the server has told. */
export const attendance = signal<Attendance | null>(null);

// An answer that says "none" may be older than what was told while it was on its way.
let helpTold = false;

export function seeHelp(view: HelpView): void {
  const known = help.peek();
  if (known && known.id === view.id && known.version > view.version) return;
  observeServerTime(view.serverTime);
  helpTold = true;
  help.value = view;
}

export const helpIsLive = (view: HelpView | null | undefined): boolean =>
  Boolean(view && view.phase !== 'completed' && view.phase !== 'cancelled');

/** Called once the handlers of the other link are there too: the two start together. */
export function startEmergencyLink(): void {
  emergencyLink.on('HelpChanged', seeHelp);
  emergencyLink.on('AttendanceChanged', (present) => (attendance.value = present));
  emergencyLink.onLive(async () => {
    const present = await emergencyLink.call.WatchAttendance();
    // What is not known any more is not shown as known.
    attendance.value = present.value;
  });
  emergencyLink.onLive(async () => {
    helpTold = false;
    const mine = await emergencyLink.call.WatchMine();
    if (mine.error !== null) return false;
    if (mine.value) seeHelp(mine.value);
    else if (!helpTold) help.value = null;
    return true;
  });
  emergencyLink.start();
}
