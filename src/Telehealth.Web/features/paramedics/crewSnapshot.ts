import type { JobDetails, JobView } from '../../lib/contracts/paramedics';
import type { UnitRow } from '../../lib/contracts/units';
import { type OfflineSnapshot, OfflineSnapshotStore } from '../../lib/offline/offlineSnapshot';
import { browserTextStore, type TextStore } from '../../lib/offline/textStore';

/** What a crew must find again when the page is opened where there is no network: their unit and their job. Nothing else is kept. */
export interface CrewSnapshot extends OfflineSnapshot {
  unit: UnitRow;
  job: JobView | null;
  details: JobDetails | null;
}

/** Longer than a shift with overtime: a device that was put away with a job on it shows that job to nobody the next day. */
const longestMs = 16 * 3_600_000;

/** Gone with the shift, too. */
export function snapshotsIn(store: TextStore): OfflineSnapshotStore<CrewSnapshot> {
  return new OfflineSnapshotStore<CrewSnapshot>(store, { version: 1, isWhole: ({ unit }) => typeof unit?.id === 'string', longestMs });
}

/**
 * The one of this page: read before anybody is signed in, kept by the crew's model after. Every sign-out of this site removes what is
 * kept under `telehealth.kept.`.
 */
export const crewSnapshots = snapshotsIn(browserTextStore('telehealth.kept.desk'));
