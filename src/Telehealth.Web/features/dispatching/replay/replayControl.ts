import { effect, type ReadonlySignal, signal } from '@preact/signals';
import type { IncidentView } from '../../../lib/contracts/dispatching';
import { mapMark } from '../../emergencies/mapMark';
import { announce } from '../../../lib/ui/Announcer';
import { Replay } from './replay';

/** Starts and stops the replay of the open incident. It ends with it: nobody sees the past of one beside the present of another. */
export class ReplayControl {
  readonly #now = signal<Replay | null>(null);
  readonly now: ReadonlySignal<Replay | null> = this.#now;

  constructor(
    private readonly incident: ReadonlySignal<IncidentView | null>,
    /** The map has to be on the screen. */
    private readonly showMap: () => void,
  ) {}

  /** Call the answer to stop. */
  start(): () => void {
    const stop = effect(() => {
      if (this.incident.value === null) this.stop();
    });
    return () => {
      stop();
      this.stop();
    };
  }

  play(): void {
    const incident = this.incident.peek();
    if (incident === null) {
      return;
    }
    this.stop();
    this.showMap();
    const replay = new Replay(incident, mapMark(incident.emergency));
    this.#now.value = replay;
    replay.play();
    announce('Replay. The map shows what was recorded, not what is now.');
  }

  stop(): void {
    this.#now.peek()?.pause();
    this.#now.value = null;
  }

  toggle(): void {
    if (this.#now.peek() === null) {
      this.play();
    } else {
      this.stop();
    }
  }
}
