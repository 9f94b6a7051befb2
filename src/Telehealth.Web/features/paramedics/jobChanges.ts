import type { JobChange, JobView } from '../../lib/contracts/paramedics';

/** What the crew has not seen yet. A job that an older page kept on the device knows of none. */
export const unseenChanges = (job: JobView | null): readonly JobChange[] => (job as Partial<JobView> | null)?.changes ?? [];
