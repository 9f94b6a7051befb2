import { consultLockedCode, consultNotRunningCode, consultRoomAwayCode } from '../../lib/contracts/codes';
import { type Fault, isPassing } from '../../lib/realtime';

// Nobody tells who has no seat that the door is open again.
const knockEveryMs = 4000;
// Nodes agree within seconds on who is gone; until then the room has no place.
const roomAwayMs = 500;

/** Locked, or the patient waits: the door opens by itself, and nothing is to be done but to stay. */
const isShut = (fault: Fault): boolean => fault.code === consultLockedCode || fault.code === consultNotRunningCode;

/** Asks for a seat again by itself, wherever a later answer may be another one. A line that broke brings the next attempt with it. */
export class Knock {
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(private readonly knock: () => void) {}

  /** What came of the last one. */
  answered(fault: Fault | null): void {
    this.stop();
    if (fault === null) return;
    if (fault.code === consultRoomAwayCode) this.#timer = setTimeout(this.knock, roomAwayMs);
    else if (isShut(fault) || isPassing(fault)) this.#timer = setTimeout(this.knock, knockEveryMs);
  }

  stop(): void {
    clearTimeout(this.#timer);
  }
}
