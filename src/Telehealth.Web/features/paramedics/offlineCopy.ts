import { type ReadonlySignal, signal } from '@preact/signals';
import { appInfo } from '../../lib/access';
import type { JobDetails } from '../../lib/contracts/paramedics';
import type { OfflineSnapshotStore } from '../../lib/offline/offlineSnapshot';
import { observeServerTime, serverTimeNow } from '../../lib/time';
import type { CrewConnection } from './crewConnection';
import type { CrewSnapshot } from './crewSnapshot';
import type { CurrentJob } from './currentJob';
import type { Shift } from './shift';

/** What is kept, and where it goes when it is read again. */
interface CopiedParts {
  shift: Pick<Shift, 'unit'>;
  current: Pick<CurrentJob, 'job'>;
  site: { details: ReadonlySignal<JobDetails | null>; restore: (details: JobDetails | null) => void };
}

/** The shift and the job as the device keeps them for a start without network, and how old what is shown is. */
export class OfflineCopy {
  /** False until anything is known, from the server or from the device. */
  readonly isLoaded = signal(false);
  /** When what is shown was last known to be true, for a page that was opened anew and has not heard from the server; null when it has. */
  readonly asOf = signal<number | null>(null);

  constructor(
    private readonly store: OfflineSnapshotStore<CrewSnapshot>,
    private readonly connection: CrewConnection,
    private readonly parts: CopiedParts,
  ) {}

  /** The server has told. */
  replaced(): void {
    this.isLoaded.value = true;
    this.asOf.value = null;
  }

  /** Only what the server has said to this page is kept, with the time until which it held. An effect keeps it anew whenever it changes. */
  keep(): void {
    const { me, link, isChecked } = this.connection;
    const isLive = this.connection.isLive.value;
    const unit = this.parts.shift.unit.value;
    const job = this.parts.current.job.value;
    const details = this.parts.site.details.value;
    if (!this.isLoaded.peek() || this.asOf.peek() !== null || !isChecked.peek() || link.state.peek() === 'refused') {
      return;
    }
    if (unit === null || unit.status === 'offShift') {
      this.store.forget();
      return;
    }
    const clockAheadMs = serverTimeNow() - Date.now();
    const asOf = new Date(isLive ? serverTimeNow() : (link.freshAt.peek() ?? serverTimeNow())).toISOString();
    const ofJob = details?.assignmentId === job?.assignmentId ? details : null;
    this.store.keep({ person: me, app: appInfo.peek(), unit, job, details: ofJob, asOf, clockAheadMs });
  }

  /** What was known when the page was last open; whatever the server says replaces it. */
  restore(): void {
    const kept = this.store.read(Date.now());
    if (this.isLoaded.peek() || kept === null) {
      return;
    }
    if (kept.person.id !== this.connection.me.id) {
      this.store.forget();
      return;
    }
    observeServerTime(new Date(Date.now() + kept.clockAheadMs).toISOString());
    this.asOf.value = Date.parse(kept.asOf);
    this.parts.shift.unit.value = kept.unit;
    this.parts.current.job.value = kept.job;
    this.parts.site.restore(kept.details);
    this.isLoaded.value = true;
  }

  forget(): void {
    this.store.forget();
  }

  /** For good: the person leaves this device. */
  close(): void {
    this.store.close();
  }
}
