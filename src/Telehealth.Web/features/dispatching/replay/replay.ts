import { computed, signal } from '@preact/signals';
import type { IncidentView, TimelineEntry } from '../../../lib/contracts/dispatching';
import type { TrackPoint } from '../../../lib/contracts/units';
import type { MapEmergency, MapUnit } from '../../../lib/map/marks';
import { clockDuration } from '../../../lib/time/duration';

export const replaySpeeds = [1, 10, 60] as const;
export type ReplaySpeed = (typeof replaySpeeds)[number];

export interface ReplaySpan {
  from: number;
  to: number;
}

/** From the first thing that was recorded to the last. */
export function spanOf(incident: IncidentView): ReplaySpan {
  const moments = [incident.emergency.raisedAt, ...incident.timeline.map((entry) => entry.at), ...incident.track.map((point) => point.at)];
  const times = moments.map((at) => Date.parse(at));
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

/** Where one unit was while it had the job, in the order in which it was there. */
export interface UnitTrack {
  unitId: string;
  callSign: string;
  points: readonly TrackPoint[];
}

export function tracksOf(points: readonly TrackPoint[]): UnitTrack[] {
  const tracks = new Map<string, { unitId: string; callSign: string; points: TrackPoint[] }>();
  for (const point of points) {
    const track = tracks.get(point.unitId) ?? { unitId: point.unitId, callSign: point.callSign, points: [] };
    track.points.push(point);
    tracks.set(point.unitId, track);
  }
  return [...tracks.values()]
    .map((track) => ({ ...track, points: track.points.sort((a, b) => Date.parse(a.at) - Date.parse(b.at)) }))
    .sort((a, b) => a.callSign.localeCompare(b.callSign, 'en', { numeric: true }));
}

/** How far back the position is that stands on the map for a moment of the replay. */
export function lastSeen(points: readonly TrackPoint[], at: number): string {
  const last = points.filter((point) => Date.parse(point.at) <= at).at(-1);
  return last === undefined ? 'no position yet' : `seen ${clockDuration(at - Date.parse(last.at))} earlier`;
}

const stepMs = 100;

/** Plays what was recorded about one incident. While it plays the map shows nothing that is live. */
export class Replay {
  readonly span: ReplaySpan;
  readonly at = signal(0);
  readonly playing = signal(false);
  readonly speed = signal<ReplaySpeed>(10);
  readonly frame = computed(() => frameAt(this.incident, this.at.value));
  readonly mapEmergencies: readonly MapEmergency[];
  readonly mapUnits = computed<readonly MapUnit[]>(() => this.#unitsNow());
  #timer: ReturnType<typeof setInterval> | undefined;

  constructor(
    readonly incident: IncidentView,
    emergency: MapEmergency | null,
  ) {
    this.span = spanOf(incident);
    this.at.value = this.span.from;
    this.mapEmergencies = emergency === null ? [] : [{ ...emergency, open: true }];
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
    return tracksOf(this.frame.value.path).flatMap(({ unitId, callSign, points }) => {
      const last = points.at(-1);
      return last === undefined
        ? []
        : [
            {
              id: unitId,
              callSign,
              tone: 'assigned',
              words: 'in the replay',
              latitude: last.latitude,
              longitude: last.longitude,
              headingDegrees: null,
              fixAt: last.at,
              emergencyId: this.incident.emergency.id,
            },
          ];
    });
  }
}
