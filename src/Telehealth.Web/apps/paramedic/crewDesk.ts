import { computed, effect, signal } from '@preact/signals';
import { PhotoOutbox, sendPhoto } from '../../features/photos/photoOutbox';
import { browserShelf } from '../../features/photos/photoStore';
import { shrink } from '../../features/photos/shrink';
import { account, appInfo, http, signOut, stillSignedIn } from '../../lib/access';
import type { Me } from '../../lib/contracts/access';
import type { AssignmentStatus } from '../../lib/contracts/domain/emergencies';
import type { HospitalCommand } from '../../lib/contracts/hospitals';
import { unitHubPath, type JobDetails, type JobView, type UnitClient, type UnitHub, type Vehicle } from '../../lib/contracts/paramedics';
import type { UnitRow } from '../../lib/contracts/units';
import type { LatLng, MapEmergency, MapUnit } from '../../lib/map';
import { failed, HubLink, mustSignInAgain, newCommandId, Tries, type Fault, type Outcome } from '../../lib/realtime';
import { observeServerTime, serverNow, serverTimeNow } from '../../lib/time';
import { Attention } from './attention';
import { browserStore, CommandQueue } from './commandQueue';
import { jobMark, ownMark } from './crewMarks';
import { answerOf, doing, now } from './doing';
import { endingNotice, silenceNotice, unexplainedNotice, type CrewNotice } from './endings';
import { unseenChanges } from './jobChanges';
import { JobSite } from './jobSite';
import { KeptDeskShelf } from './keptDesk';
import { lookForNewerPage } from './offlineStart';
import { PositionStream } from './positionStream';
import type { QueuedCommand } from './queuedCommand';
import { isOver } from './receipts';
import { isLive, isNewer, pendingAnswer, reachedStatus, wantedAvailability } from './steps';

const mostNotices = 10;
const tickMs = 15_000;
/** A page that hears from the server sooner need not show first what is old. */
const restoreAfterMs = 1_000;
const notChecked = (): Outcome<never> => failed('unreachable', 'link.unreachable', 'Whether you are still signed in is not known yet.');

/** The state of one paramedic's device. */
export class CrewDesk {
  readonly link = new HubLink<UnitHub, UnitClient>(unitHubPath, stillSignedIn);
  readonly attention = new Attention();
  readonly positions = new PositionStream((fix) => this.link.call.Position(fix));
  readonly queue: CommandQueue;
  readonly photos: PhotoOutbox;
  readonly site: JobSite;

  readonly unit = signal<UnitRow | null>(null);
  readonly job = signal<JobView | null>(null);
  readonly vehicles = signal<readonly Vehicle[]>([]);
  readonly loaded = signal(false);
  readonly fault = signal<Fault | null>(null);
  readonly notices = signal<readonly CrewNotice[]>([]);
  readonly busy = signal(false);

  readonly onShift = computed(() => this.unit.value !== null && this.unit.value.status !== 'offShift');
  readonly offer = computed(() => (this.job.value?.status === 'offered' ? this.job.value : null));
  /** While it is said that the crew has seen what changed. */
  readonly seeing = signal(false);
  readonly #tries = new Tries();
  readonly isSignedOut = computed(() => mustSignInAgain.value || this.link.state.value === 'refused');
  readonly isLive = computed(() => this.link.state.value === 'live');
  /** When what is shown was last known to be true, for a page that was opened anew and has not heard from the server; null when it has. */
  readonly asOf = signal<number | null>(null);
  /** What the server does not have yet, and nobody else has. */
  readonly unsent = computed(() => this.queue.length.value + this.photos.waiting.value.length);
  /** False while nobody could say that this person is still signed in; until then nothing is sent. */
  readonly isChecked = computed(() => account.value.kind === 'signedIn' && account.value.me.id === this.me.id);
  readonly mapUnits = computed<readonly MapUnit[]>(() => ownMark(this.unit.value, this.positions.here.value, this.job.value));
  readonly mapEmergencies = computed<readonly MapEmergency[]>(() => jobMark(this.job.value));
  /** The way that is drawn on the map; a straight line through houses is none. */
  readonly way = computed<readonly LatLng[]>(() => {
    const route = this.site.route.value;
    return route.state === 'ready' && route.value.source !== 'crow_fly' ? route.value.steps : [];
  });
  /** Jobs that went while nobody could say why; asked again as soon as there is network. */
  readonly #unexplained = new Map<string, JobView>();

  constructor(readonly me: Me, private readonly shelf: KeptDeskShelf) {
    this.queue = new CommandQueue(
      (command) => this.#send(command),
      {
        done: (command, value) => this.#done(command, value),
        refused: (command, fault) => this.#refused(command, fault),
        now: serverTimeNow,
        later: (ms, again) => void setTimeout(again, ms),
      },
      browserStore(me.id),
    );
    this.photos = new PhotoOutbox(me.id, browserShelf(), async (photo) => (this.isChecked.peek() ? sendPhoto(photo) : notChecked()), (photo) => void this.site.loadPhotos(photo.assignmentId), shrink);
    this.site = new JobSite({
      job: () => this.job.value,
      here: () => this.positions.here.value,
      isLive: () => this.isLive.value,
      details: ({ emergencyId, assignmentId }) => this.link.call.Details({ emergencyId, assignmentId }),
    });
  }

  /** Call the answer to stop. */
  start(): () => void {
    const { link } = this;
    const tick = setInterval(() => this.#tick(), tickMs);
    const restore = setTimeout(() => this.#restore(), this.isChecked.peek() ? restoreAfterMs : 0);
    const stops = [
      link.on('JobChanged', (job) => {
        this.#jobsTold += 1;
        this.#takeJob(job);
      }),
      link.on('UnitChanged', (unit) => this.#takeUnit(unit)),
      link.onLive(() => this.#takeSnapshot()),
      link.onLive(() => void lookForNewerPage()),
      effect(() => { if (this.isChecked.value) link.start(); }),
      effect(() => this.#keep(this.unit.value, this.job.value, this.site.details.value, this.link.state.value === 'live')),
      effect(() => { if (link.state.value === 'refused') this.shelf.forget(); }),
      effect(() => (this.onShift.value ? this.positions.start() : this.positions.stop())),
      effect(() => this.attention.call(this.#ringing.value > 0, this.#ringing.value)),
      effect(() => this.attention.keepAwake(this.#working.value)),
      this.attention.followVisibility(),
      this.site.start(),
      () => clearInterval(tick),
      () => clearTimeout(restore),
    ];
    void this.photos.open();
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
    await this.#ask(() => this.link.sendUntilAnswered((hub) => hub.StartShift({ commandId, vehicleId })));
    if (this.fault.peek() !== null) {
      // Somebody else may have taken it: what is free now is asked again.
      const desk = await this.link.call.Watch();
      this.vehicles.value = desk.value?.vehicles ?? this.vehicles.peek();
    }
  }

  async endShift(): Promise<void> {
    const commandId = newCommandId();
    await this.#ask(() => this.link.sendUntilAnswered((hub) => hub.EndShift({ commandId })));
    if (this.fault.peek() === null) {
      this.queue.dismissApplied();
      await this.#takeSnapshot();
    }
  }

  /** Nothing of a patient stays on the device; what was not sent is lost with it. */
  leave(): Promise<void> {
    return signOut(async () => {
      this.shelf.close();
      this.queue.discard();
      await this.photos.discard();
    });
  }

  setAvailable(available: boolean, reason: string | null): void {
    this.#add({ kind: 'availability', about: '', doneAt: now(), command: { commandId: newCommandId(), available, reason } });
  }

  accept(job: JobView): void {
    this.#add({ kind: 'accept', ...doing(job), command: answerOf(job) });
  }

  decline(job: JobView, reason: string): void {
    this.#add({ kind: 'decline', ...doing(job), command: { ...answerOf(job), reason } });
  }

  report(job: JobView, status: AssignmentStatus): void {
    this.#add({ kind: 'report', ...doing(job), command: { ...answerOf(job), status } });
  }

  addNote(job: JobView, text: string): void {
    const { emergencyId, assignmentId } = job;
    this.#add({ kind: 'note', ...doing(job), command: { commandId: newCommandId(), emergencyId, assignmentId, text, deviceTime: now() } });
  }

  chooseHospital(job: JobView, hospitalCode: string, name: string): void {
    const { emergencyId, assignmentId } = job;
    this.#add({ kind: 'hospital', ...doing(job), command: { commandId: newCommandId(), emergencyId, assignmentId, hospitalCode, name } });
  }

  /** The crew has seen what changed; the device is quiet again. */
  async seeChanges(job: JobView): Promise<void> {
    const { emergencyId, assignmentId } = job;
    const version = Math.max(...unseenChanges(job).map((change) => change.version));
    this.seeing.value = true;
    const outcome = await this.#tries.send(`seen ${assignmentId} ${version}`, (commandId) => this.link.sendUntilAnswered((hub) => hub.SeeChanges({ commandId, emergencyId, assignmentId, version })));
    this.seeing.value = false;
    if (outcome.error === null) this.#takeJob(outcome.value);
    else this.#notify({ id: 'seen', title: 'Not taken', text: outcome.error.text });
  }

  dismiss(id: string): void {
    this.notices.value = this.notices.peek().filter((notice) => notice.id !== id);
  }

  /** Which page of an offer calls now; 0 when nothing does. */
  readonly #ringing = computed(() => {
    const offer = this.offer.value;
    // Without network nobody says that an offer has ended; its own deadline does.
    const over = offer !== null && !this.isLive.value && offer.deadline !== null && Date.parse(offer.deadline) <= serverNow.value;
    // A crew on its way to the wrong place must hear of it.
    const unseen = unseenChanges(this.job.value).length > 0 && !this.seeing.value;
    return offer === null || over || pendingAnswer(offer, this.queue.waiting.value) !== null ? Number(unseen) : offer.pages;
  });
  /** While a job is here or may be offered. */
  readonly #working = computed(() => {
    const status = this.unit.value?.status ?? 'offShift';
    return this.job.value !== null || (this.onShift.value && (wantedAvailability(status, this.queue.waiting.value) ?? status) !== 'unavailable');
  });

  #add(item: QueuedCommand): void {
    if (!this.queue.add(item)) {
      this.#notify({ id: 'queue-full', title: 'Not taken', text: 'Too many updates wait for network. Tell dispatch by radio.' });
    }
  }

  #notify(notice: CrewNotice): void {
    this.notices.value = [...this.notices.peek().filter((known) => known.id !== notice.id), notice].slice(-mostNotices);
  }

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

  async #send(item: QueuedCommand): Promise<Outcome<unknown>> {
    if (!this.isChecked.peek()) {
      return notChecked();
    }
    const { call } = this.link;
    switch (item.kind) {
      case 'accept': return call.Accept(item.command);
      case 'decline': return call.Decline(item.command);
      case 'report': return call.Report(item.command);
      case 'note': return call.AddNote(item.command);
      case 'availability': return call.SetAvailability(item.command);
      case 'hospital': {
        const { emergencyId, commandId, assignmentId, hospitalCode } = item.command;
        const order: HospitalCommand = { commandId, assignmentId, hospitalCode };
        return http.post(`/api/emergencies/${emergencyId}/hospital`, order);
      }
    }
  }

  #done(item: QueuedCommand, value: unknown): void {
    if (item.kind === 'accept' || item.kind === 'report') {
      this.#takeJob(value as JobView);
    } else if (item.kind === 'availability') {
      this.#takeUnit(value as UnitRow);
    } else if (item.kind === 'decline' && this.job.peek()?.assignmentId === item.command.assignmentId) {
      this.job.value = null;
    }
  }

  /** The receipt tells the crew; here the page is brought up to what holds. */
  #refused(item: QueuedCommand, fault: Fault): void {
    const known = this.job.peek();
    if (item.kind !== 'availability' && known?.assignmentId === item.command.assignmentId && isOver(fault.code)) {
      this.#lose(known, null);
    }
    void this.#takeSnapshot();
  }

  // A job that was told while a snapshot was on its way is newer than it, and "none" carries no version to tell that by.
  #jobsTold = 0;

  /** False when it did not come: what the page shows is from before then. */
  async #takeSnapshot(): Promise<boolean> {
    const told = this.#jobsTold;
    const outcome = await this.link.call.Watch();
    if (outcome.error !== null) {
      this.fault.value = outcome.error.reason === 'refused' ? outcome.error : this.fault.peek();
      return false;
    }
    observeServerTime(outcome.value.serverTime);
    if (outcome.value.unit === null) this.unit.value = null;
    else this.#takeUnit(outcome.value.unit);
    this.vehicles.value = outcome.value.vehicles;
    if (told === this.#jobsTold) this.#takeJob(outcome.value.job);
    this.loaded.value = true;
    this.asOf.value = null;
    this.#tick();
    void this.queue.flush();
    void this.photos.flush();
    for (const job of this.#unexplained.values()) {
      void this.#explain(job);
    }
    return true;
  }

  #tick(): void {
    // A network may come back without the hub having noticed that it was gone.
    void this.queue.flush();
    void this.photos.flush();
    this.#keep(this.unit.peek(), this.job.peek(), this.site.details.peek(), this.isLive.peek());
  }

  /** Only what the server has said to this page is kept, with the time until which it held. */
  #keep(unit: UnitRow | null, job: JobView | null, details: JobDetails | null, isLive: boolean): void {
    if (!this.loaded.peek() || this.asOf.peek() !== null || !this.isChecked.peek() || this.link.state.peek() === 'refused') {
      return;
    }
    if (unit === null || unit.status === 'offShift') {
      this.shelf.forget();
      return;
    }
    const clockAheadMs = serverTimeNow() - Date.now();
    const asOf = new Date(isLive ? serverTimeNow() : this.link.freshAt.peek() ?? serverTimeNow()).toISOString();
    this.shelf.keep({ person: this.me, app: appInfo.peek(), unit, job, details: details?.assignmentId === job?.assignmentId ? details : null, asOf, clockAheadMs });
  }

  /** What was known when the page was last open; whatever the server says replaces it. */
  #restore(): void {
    const kept = this.shelf.read(Date.now());
    if (this.loaded.peek() || kept === null) {
      return;
    }
    if (kept.person.id !== this.me.id) {
      this.shelf.forget();
      return;
    }
    observeServerTime(new Date(Date.now() + kept.clockAheadMs).toISOString());
    this.asOf.value = Date.parse(kept.asOf);
    this.unit.value = kept.unit;
    this.job.value = kept.job;
    this.site.restore(kept.details);
    this.loaded.value = true;
  }

  #takeUnit(unit: UnitRow): void {
    const known = this.unit.peek();
    if (known === null || known.id !== unit.id || unit.version >= known.version) {
      this.unit.value = unit;
      const silence = silenceNotice(unit.silence, serverTimeNow());
      if (silence !== null && silence.id !== this.#silenceTold) this.#notify(silence);
      this.#silenceTold = silence?.id ?? this.#silenceTold;
    }
  }

  #silenceTold: string | null = null;

  #takeJob(told: JobView | null): void {
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

  /** A job that goes without the crew having ended it is said in words, not just gone. */
  #lose(known: JobView | null, told: JobView | null): void {
    this.job.value = null;
    if (known === null || told?.status === 'clear') {
      return;
    }
    const waiting = this.queue.waiting.peek();
    const own = waiting.some((item) => item.kind === 'report' && item.command.status === 'clear' && item.command.assignmentId === known.assignmentId);
    // A clear on its way to the server has perhaps just arrived there; one that comes too late is told by its receipt, with the reason here.
    if ((own && reachedStatus(known, waiting) === 'clear' && this.isLive.peek()) || pendingAnswer(known, waiting) === 'decline') {
      return;
    }
    void this.#explain(known);
  }

  async #explain(job: JobView): Promise<void> {
    const { emergencyId, assignmentId } = job;
    const outcome = await this.link.call.Details({ emergencyId, assignmentId });
    if (outcome.error === null && outcome.value.ending !== null) {
      this.#unexplained.delete(assignmentId);
      this.#notify(endingNotice(job, outcome.value.ending));
    } else if (!this.#unexplained.has(assignmentId) && this.job.peek()?.assignmentId !== assignmentId) {
      this.#unexplained.set(assignmentId, job);
      this.#notify(unexplainedNotice(job));
    }
  }
}
