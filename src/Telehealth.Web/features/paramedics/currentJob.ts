import { computed, signal } from '@preact/signals';
import type { JobView } from '../../lib/contracts/paramedics';
import { Tries } from '../../lib/realtime';
import { observeServerTime } from '../../lib/time';
import type { CrewCalls } from './crewConnection';
import type { CrewNotices } from './crewNotices';
import { endingNotice, unexplainedNotice } from './endings';
import { unseenChanges } from './jobChanges';
import type { QueuedCommand } from './queuedCommand';
import { isLive, isNewer, pendingAnswer, reachedStatus } from './steps';

interface JobSources {
  /** What the crew did and the server does not know yet. */
  waiting: () => readonly QueuedCommand[];
  isLive: () => boolean;
}

/** What is offered to the crew, or what it does; one at a time. */
export class CurrentJob {
  readonly job = signal<JobView | null>(null);
  readonly offer = computed(() => (this.job.value?.status === 'offered' ? this.job.value : null));
  /** While it is said that the crew has seen what changed. */
  readonly seeing = signal(false);
  readonly #tries = new Tries();
  /** Jobs that went while nobody could say why; asked again as soon as there is network. */
  readonly #unexplained = new Map<string, JobView>();
  // A job that was told while a snapshot was on its way is newer than it, and "none" carries no version to tell that by.
  #told = 0;

  constructor(
    private readonly link: CrewCalls,
    private readonly notices: Pick<CrewNotices, 'add'>,
    private readonly sources: JobSources,
  ) {}

  /** Changes whenever the server has told of a job by itself. */
  get told(): number {
    return this.#told;
  }

  /** As the server tells it by itself. */
  hear(told: JobView | null): void {
    this.#told += 1;
    this.take(told);
  }

  /** As the server answers it; null when there is none. */
  take(told: JobView | null): void {
    const known = this.job.peek();
    if (told === null || (!isLive(told.status) && told.assignmentId === known?.assignmentId)) {
      this.#lose(known, told);
      return;
    }
    observeServerTime(told.serverTime);
    if (!isLive(told.status) || !isNewer(known, told)) {
      return;
    }
    // Another job came while this one was here: a crew that was diverted, or out of reach in between.
    if (known !== null && known.assignmentId !== told.assignmentId) {
      this.#lose(known, null);
    }
    this.job.value = told;
  }

  /** The crew has said no, and the server has taken it: nothing need be explained. */
  declined(assignmentId: string): void {
    if (this.job.peek()?.assignmentId === assignmentId) {
      this.job.value = null;
    }
  }

  /** The server says that this job has ended. */
  over(assignmentId: string): void {
    const known = this.job.peek();
    if (known?.assignmentId === assignmentId) {
      this.#lose(known, null);
    }
  }

  /** The crew has seen what changed; the device is quiet again. */
  async seeChanges(job: JobView): Promise<void> {
    const { emergencyId, assignmentId } = job;
    const version = Math.max(...unseenChanges(job).map((change) => change.version));
    this.seeing.value = true;
    const outcome = await this.#tries.send(`seen ${assignmentId} ${version}`, (commandId) =>
      this.link.sendUntilAnswered((hub) => hub.SeeChanges({ commandId, emergencyId, assignmentId, version })),
    );
    this.seeing.value = false;
    if (outcome.error === null) this.take(outcome.value);
    else this.notices.add({ id: 'seen', title: 'Not taken', text: outcome.error.text });
  }

  /** What could not be told when it happened. */
  explainAgain(): void {
    for (const job of this.#unexplained.values()) {
      void this.#explain(job);
    }
  }

  /** A job that goes without the crew having ended it is said in words, not just gone. */
  #lose(known: JobView | null, told: JobView | null): void {
    this.job.value = null;
    if (known === null || told?.status === 'clear') {
      return;
    }
    const waiting = this.sources.waiting();
    const own = waiting.some(
      (item) => item.kind === 'report' && item.command.status === 'clear' && item.command.assignmentId === known.assignmentId,
    );
    // A clear on its way has perhaps just arrived at the server; one that comes too late is told by its receipt, with the reason here.
    const isOwnEnd = own && reachedStatus(known, waiting) === 'clear' && this.sources.isLive();
    if (isOwnEnd || pendingAnswer(known, waiting) === 'decline') {
      return;
    }
    void this.#explain(known);
  }

  async #explain(job: JobView): Promise<void> {
    const { emergencyId, assignmentId } = job;
    const outcome = await this.link.call.Details({ emergencyId, assignmentId });
    if (outcome.error === null && outcome.value.ending !== null) {
      this.#unexplained.delete(assignmentId);
      this.notices.add(endingNotice(job, outcome.value.ending));
    } else if (!this.#unexplained.has(assignmentId) && this.job.peek()?.assignmentId !== assignmentId) {
      this.#unexplained.set(assignmentId, job);
      this.notices.add(unexplainedNotice(job));
    }
  }
}
