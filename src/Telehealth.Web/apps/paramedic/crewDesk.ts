import { computed, effect, signal } from '@preact/signals';
import { stillSignedIn } from '../../lib/access';
import { unitHubPath, type AssignmentStatus, type JobView, type Me, type UnitClient, type UnitHub, type UnitRow, type Vehicle } from '../../lib/contracts';
import type { MapEmergency, MapUnit } from '../../lib/map';
import { HubLink, newCommandId, observeServerTime, serverTimeNow, type Fault, type Outcome } from '../../lib/realtime';
import { Attention } from './attention';
import { browserStore, CommandQueue, type QueuedCommand } from './commandQueue';
import { PositionStream } from './positionStream';
import { isLive, isNewer, pendingAnswer, shownStatus } from './steps';

/** What a crew has to be told that it did not ask for; stays until they have read it. */
export interface CrewNotice {
  title: string;
  text: string;
}

/** The state of one paramedic's device. */
export class CrewDesk {
  readonly link = new HubLink<UnitHub, UnitClient>(unitHubPath, stillSignedIn);
  readonly attention = new Attention();
  readonly positions = new PositionStream((fix) => this.link.call.Position(fix));
  readonly queue: CommandQueue;

  readonly unit = signal<UnitRow | null>(null);
  readonly job = signal<JobView | null>(null);
  readonly vehicles = signal<readonly Vehicle[]>([]);
  readonly loaded = signal(false);
  readonly fault = signal<Fault | null>(null);
  readonly notice = signal<CrewNotice | null>(null);
  readonly busy = signal(false);

  readonly onShift = computed(() => this.unit.value !== null && this.unit.value.status !== 'offShift');
  readonly offer = computed(() => (this.job.value?.status === 'offered' ? this.job.value : null));
  readonly mapUnits = computed<readonly MapUnit[]>(() => this.#ownMark());
  readonly mapEmergencies = computed<readonly MapEmergency[]>(() => (this.job.value === null ? [] : [markOf(this.job.value)]));

  constructor(me: Me) {
    this.queue = new CommandQueue(
      (command) => this.#send(command),
      { done: (command, value) => this.#done(command, value), refused: (command, fault) => this.#refused(command, fault) },
      browserStore(me.id),
    );
  }

  /** Call the answer to stop. */
  start(): () => void {
    const { link } = this;
    const stops = [
      link.on('JobChanged', (job) => this.#takeJob(job)),
      link.on('UnitChanged', (unit) => this.#takeUnit(unit)),
      link.onLive(() => this.#takeSnapshot()),
      effect(() => (this.onShift.value ? this.positions.start() : this.positions.stop())),
      effect(() => this.attention.call(this.#ringing.value)),
      effect(() => this.attention.keepAwake(this.#working.value)),
      this.attention.followVisibility(),
    ];
    link.start();
    return () => {
      stops.forEach((stop) => stop());
      this.attention.call(false);
      this.attention.keepAwake(false);
      this.positions.stop();
      void link.stop();
    };
  }

  async startShift(vehicleId: string): Promise<void> {
    const commandId = newCommandId();
    await this.#ask(() => this.link.callSurely((hub) => hub.StartShift({ commandId, vehicleId })));
    if (this.fault.peek() !== null) {
      // Somebody else may have taken it: what is free now is asked again.
      const desk = await this.link.call.Watch();
      this.vehicles.value = desk.value?.vehicles ?? this.vehicles.peek();
    }
  }

  async endShift(): Promise<void> {
    const commandId = newCommandId();
    await this.#ask(() => this.link.callSurely((hub) => hub.EndShift({ commandId })));
    if (this.fault.peek() === null) {
      await this.#takeSnapshot();
    }
  }

  setAvailable(available: boolean, reason: string | null): void {
    this.queue.add({ kind: 'availability', command: { commandId: newCommandId(), available, reason } });
  }

  accept(job: JobView): void {
    this.queue.add({ kind: 'accept', command: { ...answerOf(job) } });
  }

  decline(job: JobView, reason: string): void {
    this.queue.add({ kind: 'decline', command: { ...answerOf(job), reason } });
  }

  report(job: JobView, status: AssignmentStatus): void {
    this.queue.add({ kind: 'report', command: { ...answerOf(job), status } });
  }

  readonly #ringing = computed(() => this.offer.value !== null && pendingAnswer(this.offer.value, this.queue.waiting.value) === null);
  readonly #working = computed(() => this.job.value !== null);

  async #ask(send: () => Promise<Outcome<UnitRow>>): Promise<void> {
    this.busy.value = true;
    this.fault.value = null;
    const outcome = await send();
    this.busy.value = false;
    this.fault.value = outcome.error;
    if (outcome.error === null) {
      this.#takeUnit(outcome.value);
    }
  }

  #send(item: QueuedCommand): Promise<Outcome<unknown>> {
    switch (item.kind) {
      case 'accept': return this.link.call.Accept(item.command);
      case 'decline': return this.link.call.Decline(item.command);
      case 'report': return this.link.call.Report(item.command);
      case 'availability': return this.link.call.SetAvailability(item.command);
    }
  }

  #done(item: QueuedCommand, value: unknown): void {
    if (item.kind === 'accept' || item.kind === 'report') {
      this.#takeJob(value as JobView);
    } else if (item.kind === 'availability') {
      this.#takeUnit(value as UnitRow);
    } else if (this.job.peek()?.assignmentId === item.command.assignmentId) {
      this.job.value = null;
    }
  }

  #refused(item: QueuedCommand, fault: Fault): void {
    this.notice.value = { title: refusedTitle(item), text: fault.text };
    if (item.kind !== 'availability' && this.job.peek()?.assignmentId === item.command.assignmentId && isOver(fault.code)) {
      this.job.value = null;
    }
    void this.#takeSnapshot();
  }

  async #takeSnapshot(): Promise<void> {
    const outcome = await this.link.call.Watch();
    if (outcome.error !== null) {
      this.fault.value = outcome.error.reason === 'refused' ? outcome.error : this.fault.peek();
      return;
    }
    observeServerTime(outcome.value.serverTime);
    this.unit.value = outcome.value.unit;
    this.vehicles.value = outcome.value.vehicles;
    this.#takeJob(outcome.value.job);
    this.loaded.value = true;
    void this.queue.flush();
  }

  #takeUnit(unit: UnitRow): void {
    const known = this.unit.peek();
    if (known === null || known.id !== unit.id || unit.version >= known.version) {
      this.unit.value = unit;
    }
  }

  #takeJob(told: JobView | null): void {
    const known = this.job.peek();
    if (told === null || (!isLive(told.status) && told.assignmentId === known?.assignmentId)) {
      this.#lose(known, told);
      return;
    }
    observeServerTime(told.serverTime);
    if (isLive(told.status) && isNewer(known, told)) {
      this.job.value = told;
    }
  }

  /** A job that goes without the crew having ended it is said in words, not just gone. */
  #lose(known: JobView | null, told: JobView | null): void {
    this.job.value = null;
    if (known === null || told?.status === 'clear') {
      return;
    }
    const waiting = this.queue.waiting.peek();
    if (shownStatus(known, waiting) === 'clear' || known.status === 'atHospital' || pendingAnswer(known, waiting) === 'decline') {
      return;
    }
    this.notice.value = known.status === 'offered'
      ? { title: 'The offer is over', text: 'The time to answer has passed, or dispatch has taken it back.' }
      : { title: `${known.number} is no longer yours`, text: 'Dispatch has stood you down or given the job to another crew.' };
  }

  #ownMark(): MapUnit[] {
    const here = this.positions.here.value;
    const unit = this.unit.value;
    if (here === null || unit === null) {
      return [];
    }
    return [{
      id: unit.id, callSign: unit.callSign, tone: unit.status === 'offShift' ? 'unavailable' : unit.status, words: 'your unit',
      latitude: here.latitude, longitude: here.longitude, headingDegrees: here.headingDegrees, fixAt: here.deviceTime,
      emergencyId: this.job.value?.emergencyId ?? null,
    }];
  }
}

function answerOf(job: JobView): { commandId: string; emergencyId: string; assignmentId: string; epoch: number; deviceTime: string } {
  const { emergencyId, assignmentId, epoch } = job;
  return { commandId: newCommandId(), emergencyId, assignmentId, epoch, deviceTime: new Date(serverTimeNow()).toISOString() };
}

function isOver(code: string): boolean {
  return code === 'offer.over' || code === 'offer.expired' || code === 'assignment.over' || code === 'emergency.over';
}

function refusedTitle(item: QueuedCommand): string {
  switch (item.kind) {
    case 'accept': return 'Your acceptance came too late';
    case 'decline': return 'Your answer changed nothing';
    case 'report': return 'A status was not taken';
    case 'availability': return 'Your availability was not changed';
  }
}

function markOf(job: JobView): MapEmergency {
  return {
    id: job.emergencyId, label: `P${job.priority}`, words: `${job.number}, ${job.complaintLabel}`, latitude: job.location.latitude, longitude: job.location.longitude,
    accuracyMetres: job.location.accuracyMetres, urgent: job.priority <= 2, open: true,
  };
}
