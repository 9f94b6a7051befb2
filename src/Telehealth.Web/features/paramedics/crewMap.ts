import { computed, type ReadonlySignal } from '@preact/signals';
import type { RouteView } from '../../lib/contracts/dispatching';
import type { JobView, PositionFix } from '../../lib/contracts/paramedics';
import type { UnitRow } from '../../lib/contracts/units';
import type { LatLng, MapEmergency, MapUnit } from '../../lib/map';
import type { Loaded } from './jobSite';

/** What a crew's map shows. */
export interface CrewMap {
  readonly units: ReadonlySignal<readonly MapUnit[]>;
  readonly emergencies: ReadonlySignal<readonly MapEmergency[]>;
  /** The way that is drawn; a straight line through houses is none. */
  readonly way: ReadonlySignal<readonly LatLng[]>;
}

interface MappedParts {
  unit: ReadonlySignal<UnitRow | null>;
  here: ReadonlySignal<PositionFix | null>;
  job: ReadonlySignal<JobView | null>;
  route: ReadonlySignal<Loaded<RouteView>>;
}

export function crewMap({ unit, here, job, route }: MappedParts): CrewMap {
  return {
    units: computed(() => ownMark(unit.value, here.value, job.value)),
    emergencies: computed(() => jobMark(job.value)),
    way: computed(() => (route.value.state === 'ready' && route.value.value.source !== 'crow_fly' ? route.value.value.steps : [])),
  };
}

/** The crew's own unit on its map; nothing before the device knows where it is. */
function ownMark(unit: UnitRow | null, here: PositionFix | null, job: JobView | null): MapUnit[] {
  if (here === null || unit === null) {
    return [];
  }
  return [
    {
      id: unit.id,
      callSign: unit.callSign,
      tone: unit.status === 'offShift' ? 'unavailable' : unit.status,
      words: 'your unit',
      latitude: here.latitude,
      longitude: here.longitude,
      headingDegrees: here.headingDegrees,
      fixAt: here.deviceTime,
      emergencyId: job?.emergencyId ?? null,
    },
  ];
}

/** Where the crew is needed; nothing while nobody has said where. */
function jobMark(job: JobView | null): MapEmergency[] {
  if (job === null) {
    return [];
  }
  const { latitude, longitude } = job.location;
  if (latitude === null || longitude === null) {
    return [];
  }
  return [
    {
      id: job.emergencyId,
      label: `P${job.priority}`,
      words: `P${job.priority} ${job.number}, ${job.complaintLabel}`,
      latitude,
      longitude,
      accuracyMetres: job.location.accuracyMetres,
      priority: job.priority,
      covered: true,
      open: true,
    },
  ];
}
