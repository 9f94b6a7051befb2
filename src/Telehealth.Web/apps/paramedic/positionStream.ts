import { signal } from '@preact/signals';
import type { PositionFix } from '../../lib/contracts';
import { serverTimeNow, type Fault, type Outcome } from '../../lib/realtime';
import { atLeastEveryMs, worthSending } from './worthSending';

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
  #last: PositionFix | null = null;

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
    this.here.value = null;
    this.takenAt.value = null;
    this.refusal.value = null;
    this.state.value = 'off';
  }

  async #take(position: GeolocationPosition): Promise<void> {
    const fix = toFix(position, serverTimeNow() - Date.now());
    this.here.value = fix;
    if (this.#watch === null || !worthSending(this.#last, fix)) {
      return;
    }
    this.#last = fix;
    const outcome = await this.send(fix);
    if (this.#watch === null) {
      return;
    }
    const refused = outcome.error?.reason === 'refused' ? outcome.error : null;
    this.refusal.value = refused;
    this.state.value = refused === null ? 'live' : 'refused';
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

/** The device's clock may be wrong by more than the server takes, so its difference to the server's is taken off. */
function toFix(position: GeolocationPosition, clockOffMs: number): PositionFix {
  const { latitude, longitude, accuracy, speed, heading } = position.coords;
  return {
    latitude,
    longitude,
    accuracyMetres: finite(accuracy),
    speedMetresPerSecond: finite(speed),
    headingDegrees: finite(heading),
    deviceTime: new Date(position.timestamp + clockOffMs).toISOString(),
  };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
