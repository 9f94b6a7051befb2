import { type ReadonlySignal, signal } from '@preact/signals';
import type { QualitySample, QualityView } from '../../../lib/contracts/consults';
import type { ConsultMedia } from '../media/ConsultMedia';
import { Redundancy } from '../media/Redundancy';
import { type Counts, countsOf, noCounts, pathOf, plus, soundLossOf, type StatsEntry } from './statsSample';

const reportEveryMs = 5000;

/** How everybody's connection does by the server's judgement, and what this browser tells it for that. */
export class QualityWatch {
  readonly #views = signal<ReadonlyMap<string, QualityView>>(new Map());
  readonly #timer: ReturnType<typeof setInterval>;
  // A new connection counts from zero again; the reports count since the page was opened.
  #carried: Counts = noCounts;
  #last: Counts = noCounts;
  #connection = 0;
  readonly #redundancy = new Redundancy();

  constructor(
    private readonly media: ConsultMedia,
    private readonly report: (sample: QualitySample) => void,
  ) {
    this.#timer = setInterval(() => void this.#tell(), reportEveryMs);
  }

  /** Of those whose link does not carry everything. */
  get views(): ReadonlySignal<ReadonlyMap<string, QualityView>> {
    return this.#views;
  }

  take(views: readonly QualityView[]): void {
    this.#views.value = new Map(views.filter((one) => !isWell(one)).map((one) => [one.participantId, one]));
  }

  /** True when a link that was not well is well again. */
  put(view: QualityView): boolean {
    const views = new Map(this.#views.peek());
    const wasKnown = views.delete(view.participantId);
    if (!isWell(view)) views.set(view.participantId, view);
    this.#views.value = views;
    return wasKnown && isWell(view);
  }

  close(): void {
    clearInterval(this.#timer);
  }

  async #tell(): Promise<void> {
    const connection = this.media.connection;
    const stats = await this.media.measure();
    if (!stats || connection !== this.media.connection) return;
    const entries: StatsEntry[] = [];
    stats.forEach((entry: StatsEntry) => entries.push(entry));
    if (connection !== this.#connection) {
      this.#carried = plus(this.#carried, this.#last);
      this.#connection = connection;
    }
    this.#last = countsOf(entries);
    const soundLoss = soundLossOf(entries);
    if (soundLoss !== null) this.media.repeatSound(this.#redundancy.look(soundLoss));
    this.report({
      ...plus(this.#carried, this.#last),
      path: pathOf(entries),
      connectMs: this.media.connectMs,
      firstPictureMs: this.media.firstPictureMs,
    });
  }
}

export const isWell = (view: QualityView): boolean => view.rung === 'video' && view.cause === 'good';
