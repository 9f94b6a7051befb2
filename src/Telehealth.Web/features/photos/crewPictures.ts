import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import { http } from '../../lib/access/http';
import { notFoundCode } from '../../lib/contracts/codes';
import type { AssignmentRow, IncidentView, TimelineEntry } from '../../lib/contracts/dispatching';
import type { JobPhoto } from '../../lib/contracts/paramedics';
import type { Fault } from '../../lib/realtime';

/** A picture with whose it is. */
export interface CrewPicture extends JobPhoto {
  assignmentId: string;
  callSign: string;
}

export interface PicturesFault {
  callSign: string;
  fault: Fault;
}

export function pictureUrl(picture: CrewPicture, attempt = 0): string {
  // Another address makes the browser ask anew.
  return `/api/jobs/${picture.assignmentId}/photos/${picture.id}${attempt === 0 ? '' : `?attempt=${attempt}`}`;
}

const noted = 'emergency.note_added';

const neverTaken: readonly string[] = ['offered', 'declined', 'expired', 'rescinded', 'reserved', 'released'];

/** Which line of the timeline tells of which picture; those that no line tells of are not lost for that. */
export function placePictures(
  entries: readonly TimelineEntry[],
  pictures: readonly CrewPicture[],
): { told: ReadonlyMap<number, CrewPicture>; untold: readonly CrewPicture[] } {
  const told = new Map<number, CrewPicture>();
  const untold: CrewPicture[] = [];
  for (const picture of pictures) {
    const words = `${picture.callSign} took picture ${picture.number}.`;
    const off = (entry: TimelineEntry): number => Math.abs(Date.parse(entry.at) - Date.parse(picture.receivedAt));
    // A unit that had the incident twice has two first pictures.
    const entry = entries
      .filter((candidate) => candidate.kind === noted && candidate.text === words && !told.has(candidate.sequence))
      .sort((a, b) => off(a) - off(b))[0];
    if (entry === undefined) untold.push(picture);
    else told.set(entry.sequence, picture);
  }
  return { told, untold };
}

/** The pictures of the open incident. A new one is announced by a note in the timeline, so nothing is polled. */
export class CrewPictures {
  readonly all = signal<readonly CrewPicture[]>([]);
  readonly faults = signal<readonly PicturesFault[]>([]);
  readonly #jobs = computed(() => this.incident.value?.assignments.filter((unit) => !neverTaken.includes(unit.status)) ?? []);
  /** Changes when there may be others than before. */
  readonly #key = computed(() => {
    const incident = this.incident.value;
    return incident === null
      ? null
      : [
          incident.emergency.id,
          ...this.#jobs.value.map((unit) => unit.id),
          incident.timeline.filter((entry) => entry.kind === noted).length,
        ].join(' ');
  });
  #turn = 0;
  #of: string | null = null;

  constructor(private readonly incident: ReadonlySignal<IncidentView | null>) {}

  /** Call the answer to stop. */
  start(): () => void {
    return effect(() => {
      if (this.#key.value === null) {
        this.#show(null, [], []);
      } else {
        void this.read();
      }
    });
  }

  async read(): Promise<void> {
    const incident = this.incident.peek();
    const jobs = this.#jobs.peek();
    if (incident === null) {
      return;
    }
    const id = incident.emergency.id;
    if (id !== this.#of) {
      this.#show(id, [], []);
    }
    const turn = ++this.#turn;
    const answers = await Promise.all(
      jobs.map(async (job) => ({ job, outcome: await http.get<JobPhoto[]>(`/api/jobs/${job.id}/photos`) })),
    );
    if (turn !== this.#turn) {
      return;
    }
    const known = this.all.peek();
    this.#show(
      id,
      answers.flatMap(({ job, outcome }) =>
        outcome.error === null
          ? outcome.value.map((photo) => ofCrew(photo, job))
          : known.filter((picture) => picture.assignmentId === job.id),
      ),
      // A job that was never taken has none, and does not exist there.
      answers.flatMap(({ job, outcome }) =>
        outcome.error === null || outcome.error.code === notFoundCode ? [] : [{ callSign: job.callSign, fault: outcome.error }],
      ),
    );
  }

  #show(of: string | null, all: readonly CrewPicture[], faults: readonly PicturesFault[]): void {
    this.#of = of;
    this.#turn += 1;
    this.all.value = all;
    this.faults.value = faults;
  }
}

function ofCrew(photo: JobPhoto, job: AssignmentRow): CrewPicture {
  return { ...photo, assignmentId: job.id, callSign: job.callSign };
}
