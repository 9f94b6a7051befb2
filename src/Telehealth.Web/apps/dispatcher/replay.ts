import { computed, signal } from '@preact/signals';
import type { IncidentView, TimelineEntry, TrackPoint } from '../../lib/contracts';
import type { MapEmergency, MapUnit } from '../../lib/map';

export const replaySpeeds = [1, 10, 60] as const;
export type ReplaySpeed = (typeof replaySpeeds)[number];

export interface ReplaySpan {
  from: number;
  to: number;
}

/** From the first thing that was recorded to the last. */
export function spanOf(incident: IncidentView): ReplaySpan {
  const times = [incident.emergency.raisedAt, ...incident.timeline.map((entry) => entry.at), ...incident.track.map((point) => point.at)].map((at) => Date.parse(at));
  return { from: Math.min(...times), to: Math.max(...times) };
}

export interface ReplayFrame {
  entries: readonly TimelineEntry[];
  path: readonly TrackPoint[];
}

/** What had been recorded by then; nothing between two records is made up. */
export function frameAt(incident: IncidentView, at: number): ReplayFrame {
  return {
    entries: incident.timeline.filter((entry) => Date.parse(entry.at) <= at),
    path: incident.track.filter((point) => Date.parse(point.at) <= at),
  };
}

const neverTaken: readonly string[] = ['offered', 'declined', 'expired', 'rescinded', 'reserved', 'released'];

/** Whose way the track is: points say no name, so it is told only when one unit alone had the job. */
export function trackOwner(incident: IncidentView): string | null {
  const crews = new Set(incident.assignments.filter((assignment) => !neverTaken.includes(assignment.status)).map((assignment) => assignment.callSign));
  return crews.size === 1 ? [...crews][0] ?? null : null;
}

const stepMs = 100;

/** Plays what was recorded about one incident. While it plays the map shows nothing that is live. */
export class Replay {
  readonly span: ReplaySpan;
  readonly at = signal(0);
  readonly playing = signal(false);
  readonly speed = signal<ReplaySpeed>(10);
  readonly owner: string | null;
  readonly frame = computed(() => frameAt(this.incident, this.at.value));
  readonly mapEmergencies: readonly MapEmergency[];
  readonly mapUnits = computed<readonly MapUnit[]>(() => this.#unitsNow());
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(readonly incident: IncidentView, emergency: MapEmergency) {
    this.span = spanOf(incident);
    this.owner = trackOwner(incident);
    this.at.value = this.span.from;
    this.mapEmergencies = [{ ...emergency, open: true }];
  }

  play(): void {
    this.pause();
    if (this.at.peek() >= this.span.to) {
      this.at.value = this.span.from;
    }
    this.playing.value = true;
    let last = performance.now();
    this.#timer = setInterval(() => {
      const now = performance.now();
      this.#moveTo(this.at.peek() + (now - last) * this.speed.peek());
      last = now;
    }, stepMs);
  }

  pause(): void {
    clearInterval(this.#timer);
    this.playing.value = false;
  }

  seek(at: number): void {
    this.at.value = Math.max(this.span.from, Math.min(this.span.to, at));
  }

  #moveTo(at: number): void {
    this.seek(at);
    if (at >= this.span.to) {
      this.pause();
    }
  }

  #unitsNow(): MapUnit[] {
    const last = this.frame.value.path.at(-1);
    if (last === undefined || this.owner === null) {
      return [];
    }
    return [{
      id: 'replayed', callSign: this.owner, tone: 'assigned', words: 'in the replay', latitude: last.latitude, longitude: last.longitude,
      headingDegrees: null, fixAt: last.at, emergencyId: this.incident.emergency.id,
    }];
  }
}
