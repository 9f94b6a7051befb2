import { computed, effect } from '@preact/signals';
import { signOut } from '../../lib/access';
import type { Me } from '../../lib/contracts/access';
import type { JobView } from '../../lib/contracts/paramedics';
import type { UnitRow } from '../../lib/contracts/units';
import type { OfflineSnapshotStore } from '../../lib/offline/offlineSnapshot';
import { lookForNewerPage } from '../../lib/offline/offlineStart';
import type { Fault } from '../../lib/realtime';
import { observeServerTime } from '../../lib/time';
import { PhotoOutbox, sendPhoto } from '../photos/photoOutbox';
import { browserPhotoStore } from '../photos/photoStore';
import { shrink } from '../photos/shrink';
import { Attention } from './attention';
import { callCrew } from './callCrew';
import { CrewCommands, notChecked } from './crewCommands';
import { CrewConnection } from './crewConnection';
import { type CrewMap, crewMap } from './crewMap';
import { CrewNotices } from './crewNotices';
import type { CrewSnapshot } from './crewSnapshot';
import { CurrentJob } from './currentJob';
import { JobSite } from './jobSite';
import { OfflineCopy } from './offlineCopy';
import { PositionStream } from './positionStream';
import type { QueuedCommand } from './queuedCommand';
import { isOver } from './receipts';
import { Shift } from './shift';

const tickMs = 15_000;
/** A page that hears from the server sooner need not show first what is old. */
const restoreAfterMs = 1_000;

/** What one paramedic's device knows and does, put together of parts that know each other by little; a page takes those it shows. */
export class CrewModel {
  readonly connection: CrewConnection;
  readonly notices = new CrewNotices();
  readonly attention = new Attention();
  readonly positions: PositionStream;
  readonly shift: Shift;
  readonly current: CurrentJob;
  readonly commands: CrewCommands;
  readonly photos: PhotoOutbox;
  readonly site: JobSite;
  readonly copy: OfflineCopy;
  readonly map: CrewMap;
  /** What the server does not have yet, and nobody else has. */
  readonly unsent = computed(() => this.commands.queue.length.value + this.photos.waiting.value.length);

  constructor(me: Me, snapshots: OfflineSnapshotStore<CrewSnapshot>) {
    this.connection = new CrewConnection(me);
    const { link, isLive, isChecked } = this.connection;
    this.positions = new PositionStream((fix) => link.call.Position(fix));
    this.shift = new Shift(link, this.notices);
    this.commands = new CrewCommands(this.connection, this.notices, {
      done: (item, value) => this.#done(item, value),
      refused: (item, fault) => this.#refused(item, fault),
    });
    this.current = new CurrentJob(link, this.notices, {
      waiting: () => this.commands.queue.waiting.peek(),
      isLive: () => isLive.peek(),
    });
    this.photos = new PhotoOutbox(
      me.id,
      browserPhotoStore(),
      async (photo) => (isChecked.peek() ? sendPhoto(photo) : notChecked()),
      (photo) => void this.site.loadPhotos(photo.assignmentId),
      shrink,
    );
    this.site = new JobSite({
      job: () => this.current.job.value,
      here: () => this.positions.here.value,
      isLive: () => isLive.value,
      details: ({ emergencyId, assignmentId }) => link.call.Details({ emergencyId, assignmentId }),
    });
    this.copy = new OfflineCopy(snapshots, this.connection, this);
    this.map = crewMap({ unit: this.shift.unit, here: this.positions.here, job: this.current.job, route: this.site.route });
  }

  /** Call the answer to stop. */
  start(): () => void {
    const { link, isChecked } = this.connection;
    const tick = setInterval(() => this.#tick(), tickMs);
    const restore = setTimeout(() => this.copy.restore(), isChecked.peek() ? restoreAfterMs : 0);
    const stops = [
      link.on('JobChanged', (job) => this.current.hear(job)),
      link.on('UnitChanged', (unit) => this.shift.take(unit)),
      link.onLive(() => this.#takeSnapshot()),
      link.onLive(() => void lookForNewerPage()),
      effect(() => {
        if (isChecked.value) link.start();
      }),
      effect(() => this.copy.keep()),
      effect(() => {
        if (link.state.value === 'refused') this.copy.forget();
      }),
      effect(() => (this.shift.isOn.value ? this.positions.start() : this.positions.stop())),
      callCrew(this.attention, this),
      this.site.start(),
      () => clearInterval(tick),
      () => clearTimeout(restore),
    ];
    void this.photos.open();
    return () => {
      stops.forEach((stop) => stop());
      this.positions.stop();
      void link.stop();
    };
  }

  async endShift(): Promise<void> {
    if (await this.shift.end()) {
      this.commands.queue.dismissApplied();
      await this.#takeSnapshot();
    }
  }

  /** Nothing of a patient stays on the device; what was not sent is lost with it. */
  signOut(): Promise<void> {
    return signOut(async () => {
      this.copy.close();
      this.commands.queue.discard();
      await this.photos.discard();
    });
  }

  #done(item: QueuedCommand, value: unknown): void {
    if (item.kind === 'accept' || item.kind === 'report') {
      this.current.take(value as JobView);
    } else if (item.kind === 'availability') {
      this.shift.take(value as UnitRow);
    } else if (item.kind === 'decline') {
      this.current.declined(item.command.assignmentId);
    }
  }

  /** The receipt tells the crew; here the page is brought up to what holds. */
  #refused(item: QueuedCommand, fault: Fault): void {
    if (item.kind !== 'availability' && isOver(fault.code)) {
      this.current.over(item.command.assignmentId);
    }
    void this.#takeSnapshot();
  }

  /** False when it did not come: what the page shows is from before then. */
  async #takeSnapshot(): Promise<boolean> {
    const { told } = this.current;
    const outcome = await this.connection.link.call.Watch();
    if (outcome.error !== null) {
      if (outcome.error.reason === 'refused') this.shift.fault.value = outcome.error;
      return false;
    }
    observeServerTime(outcome.value.serverTime);
    this.shift.take(outcome.value.unit);
    this.shift.vehicles.value = outcome.value.vehicles;
    if (told === this.current.told) this.current.take(outcome.value.job);
    this.copy.replaced();
    this.#tick();
    this.current.explainAgain();
    return true;
  }

  #tick(): void {
    // A network may come back without the hub having noticed that it was gone.
    void this.commands.queue.flush();
    void this.photos.flush();
    this.copy.keep();
  }
}
