import { signal } from '@preact/signals';
import type { PositionFix } from '../../lib/contracts/paramedics';
import type { Fault, Outcome } from '../../lib/realtime';
import { doubtClock, serverTimeNow } from '../../lib/time';
import { atLeastEveryMs, fixTime, type SentFix, worthSending } from './worthSending';

/** What the server says of a fix whose time cannot be. */
const timeRefusals: readonly string[] = ['fix.future', 'fix.too_old', 'fix.out_of_order'];
/** The server's time is asked for that often at most when it refuses times. */
const doubtEveryMs = 10_000;

export type LocationState = 'off' | 'asking' | 'live' | 'denied' | 'unavailable' | 'refused';

/** Where the vehicle is, from the device to the server, for as long as the shift lasts. Never queued: an old position is worth nothing. */
export class PositionStream {
  readonly state = signal<LocationState>('off');
  readonly here = signal<PositionFix | null>(null);
  readonly refusal = signal<Fault | null>(null);
  /** The last one that the server took, by its clock. */
  readonly takenAt = signal<number | null>(null);
  #watch: number | null = null;
  #timer: ReturnType<typeof setInterval> | undefined;
  #last: SentFix | null = null;
  #heard: GeolocationPosition | null = null;
  #doubtedMs = -doubtEveryMs;

  constructor(private readonly send: (fix: PositionFix) => Promise<Outcome<unknown>>) {}

  start(): void {
    if (this.#watch !== null) {
      return;
    }
    if (!('geolocation' in navigator)) {
      this.state.value = 'unavailable';
      return;
    }
    this.state.value = 'asking';
    const options: PositionOptions = { enableHighAccuracy: true, maximumAge: 1_000, timeout: 30_000 };
    const got = (position: GeolocationPosition): void => void this.#take(position);
    const failed = (error: GeolocationPositionError): void => this.#fail(error);
    this.#watch = navigator.geolocation.watchPosition(got, failed, options);
    // A device that stands still may tell nothing for minutes.
    this.#timer = setInterval(() => navigator.geolocation.getCurrentPosition(got, failed, options), atLeastEveryMs);
  }

  stop(): void {
    if (this.#watch !== null) {
      navigator.geolocation.clearWatch(this.#watch);
    }
    clearInterval(this.#timer);
    this.#watch = null;
    this.#last = null;
    this.#heard = null;
    this.here.value = null;
    this.takenAt.value = null;
    this.refusal.value = null;
    this.state.value = 'off';
  }

  async #take(position: GeolocationPosition): Promise<void> {
    // A device that tells the same once more, perhaps for minutes, has found nothing new.
    if (this.#watch === null || isSame(this.#heard, position)) {
      return;
    }
    this.#heard = position;
    const fix = toFix(position);
    this.here.value = fix;
    const steadyMs = performance.now();
    if (!worthSending(this.#last, fix, steadyMs)) {
      return;
    }
    this.#last = { fix, atMs: steadyMs };
    const outcome = await this.send(fix);
    if (this.#watch === null) {
      return;
    }
    const refused = outcome.error?.reason === 'refused' ? outcome.error : null;
    this.refusal.value = refused;
    this.state.value = refused === null ? 'live' : 'refused';
    if (refused !== null && timeRefusals.includes(refused.code) && steadyMs - this.#doubtedMs >= doubtEveryMs) {
      this.#doubtedMs = steadyMs;
      doubtClock();
    }
    if (outcome.error === null) {
      this.takenAt.value = Date.parse(fix.deviceTime);
    }
  }

  #fail(error: GeolocationPositionError): void {
    if (error.code === error.PERMISSION_DENIED) {
      this.state.value = 'denied';
    } else if (this.state.peek() !== 'live') {
      this.state.value = 'unavailable';
    }
  }
}

function isSame(one: GeolocationPosition | null, other: GeolocationPosition): boolean {
  return (
    one !== null &&
    one.timestamp === other.timestamp &&
    one.coords.latitude === other.coords.latitude &&
    one.coords.longitude === other.coords.longitude
  );
}

function toFix(position: GeolocationPosition): PositionFix {
  const { latitude, longitude, accuracy, speed, heading } = position.coords;
  return {
    latitude,
    longitude,
    accuracyMetres: finite(accuracy),
    speedMetresPerSecond: finite(speed),
    headingDegrees: finite(heading),
    deviceTime: new Date(fixTime(position.timestamp, Date.now(), serverTimeNow())).toISOString(),
  };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
