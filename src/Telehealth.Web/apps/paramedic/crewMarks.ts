import type { JobView, PositionFix } from '../../lib/contracts/paramedics';
import type { UnitRow } from '../../lib/contracts/units';
import type { MapEmergency, MapUnit } from '../../lib/map';

/** The crew's own unit on its map; nothing before the device knows where it is. */
export function ownMark(unit: UnitRow | null, here: PositionFix | null, job: JobView | null): MapUnit[] {
  if (here === null || unit === null) {
    return [];
  }
  return [{
    id: unit.id, callSign: unit.callSign, tone: unit.status === 'offShift' ? 'unavailable' : unit.status, words: 'your unit',
    latitude: here.latitude, longitude: here.longitude, headingDegrees: here.headingDegrees, fixAt: here.deviceTime,
    emergencyId: job?.emergencyId ?? null,
  }];
}

/** Where the crew is needed; nothing while nobody has said where. */
export function jobMark(job: JobView | null): MapEmergency[] {
  if (job === null) {
    return [];
  }
  const { latitude, longitude } = job.location;
  if (latitude === null || longitude === null) {
    return [];
  }
  return [{
    id: job.emergencyId, label: `P${job.priority}`, words: `P${job.priority} ${job.number}, ${job.complaintLabel}`, latitude, longitude,
    accuracyMetres: job.location.accuracyMetres, priority: job.priority, covered: true, open: true,
  }];
}
