import { type ReadonlySignal, signal } from '@preact/signals';
import { emergencyAlreadyOpenCode } from '../../lib/contracts/codes';
import type { EmergencyHub, HelpView, PlaceView } from '../../lib/contracts/emergencies';
import { type Fault, type HubCalls, type Outcome, Tries } from '../../lib/realtime';
import type { DraftedDetails } from './draft';

/** What the page knows by now, and how it reaches the server. */
export interface HelpSources {
  live: () => HelpView | null;
  place: () => PlaceView;
  details: () => DraftedDetails | null;
  send: <T>(call: (hub: HubCalls<EmergencyHub>) => Promise<Outcome<T>>) => Promise<Outcome<T>>;
  seen: (help: HelpView) => void;
}

/** `idle` before anything was asked; `asking` until the server has answered; `asked` once help is known to be asked for. */
export type HelpCallState = 'idle' | 'asking' | 'asked';

/**
 * Asks for help at once, with whatever is known, and sends what becomes known after it. One thing is sent at a time, and what changes
 * meanwhile goes out next: the server never hears an older word after a newer one.
 */
export class HelpCall {
  readonly #state = signal<HelpCallState>('idle');
  readonly #fault = signal<Fault | null>(null);
  readonly #tries = new Tries();
  #sending = false;
  #again = false;
  #toldPlace: string | null = null;
  #toldDetails: string | null = null;

  constructor(private readonly sources: HelpSources) {}

  get state(): ReadonlySignal<HelpCallState> {
    return this.#state;
  }

  /** Why the last thing was not taken; null when it was. */
  get fault(): ReadonlySignal<Fault | null> {
    return this.#fault;
  }

  /** Brings the server to what the page knows. Safe to call at every change. */
  async tell(): Promise<void> {
    this.#again = true;
    if (this.#sending) return;
    this.#sending = true;
    while (this.#again) {
      this.#again = false;
      const fault = await this.#send();
      this.#fault.value = fault;
    }
    this.#sending = false;
  }

  /** For the next emergency. */
  forget(): void {
    this.#state.value = 'idle';
    this.#fault.value = null;
    this.#toldPlace = null;
    this.#toldDetails = null;
  }

  async #send(): Promise<Fault | null> {
    const live = this.sources.live();
    if (live === null) return await this.#raise();
    this.#state.value = 'asked';
    return (await this.#tellPlace(live.id)) ?? (await this.#tellDetails(live.id));
  }

  async #raise(): Promise<Fault | null> {
    const details = this.sources.details();
    if (details === null || this.#state.peek() === 'asked') return null;
    this.#state.value = 'asking';
    const place = this.sources.place();
    const outcome = await this.#tries.send('raise', (commandId) =>
      this.sources.send((hub) =>
        hub.Raise({
          commandId,
          complaint: details.complaint,
          answers: details.answers,
          description: details.description ?? '',
          location: place,
          callbackNumber: details.callbackNumber,
          calledAt: null,
        }),
      ),
    );
    if (outcome.error !== null) {
      // Asked already, on another device: what is known here goes to that one.
      if (outcome.error.code === emergencyAlreadyOpenCode) return await this.#join();
      this.#state.value = 'idle';
      return outcome.error;
    }
    this.#state.value = 'asked';
    this.#toldPlace = JSON.stringify(place);
    this.#toldDetails = JSON.stringify(details);
    this.sources.seen(outcome.value);
    this.#again = true;
    return null;
  }

  async #join(): Promise<Fault | null> {
    const mine = await this.sources.send((hub) => hub.WatchMine());
    if (mine.error !== null) return mine.error;
    if (mine.value === null) return null;
    this.sources.seen(mine.value);
    this.#again = true;
    return null;
  }

  async #tellPlace(emergencyId: string): Promise<Fault | null> {
    const location = this.sources.place();
    const said = JSON.stringify(location);
    if (said === this.#toldPlace || location.source === 'notYetKnown') return null;
    const outcome = await this.#tries.send(`place ${emergencyId} ${said}`, (commandId) =>
      this.sources.send((hub) => hub.ImproveLocation({ commandId, emergencyId, location })),
    );
    if (outcome.error !== null) return outcome.error;
    this.#toldPlace = said;
    this.sources.seen(outcome.value);
    return null;
  }

  async #tellDetails(emergencyId: string): Promise<Fault | null> {
    const details = this.sources.details();
    const said = JSON.stringify(details);
    if (details === null || said === this.#toldDetails) return null;
    const outcome = await this.#tries.send(`details ${emergencyId} ${said}`, (commandId) =>
      this.sources.send((hub) => hub.GiveDetails({ commandId, emergencyId, ...details })),
    );
    if (outcome.error !== null) return outcome.error;
    this.#toldDetails = said;
    this.sources.seen(outcome.value);
    return null;
  }
}
