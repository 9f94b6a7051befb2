// Generated from the server's C# contracts; a test fails when it is out of date.

import type { AssignmentStatus } from './domain/emergencies';

/** For how long a unit is proposed by its last position; from then on it is offered nothing. */
export const fixCountsForMs = 300000;

export interface RefusedFixes {
  code: string;
  count: number;
}

export interface SilenceRow {
  alarmId: string;
  since: string;
  raisedAt: string;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  endedAt: string | null;
}

export interface TrackPoint {
  unitId: string;
  callSign: string;
  latitude: number;
  longitude: number;
  at: string;
}

export interface UnitFix {
  unitId: string;
  latitude: number;
  longitude: number;
  accuracyMetres: number | null;
  headingDegrees: number | null;
  at: string;
}

export interface UnitFixCounts {
  unitId: string;
  fixAgeSeconds: number | null;
  used: number;
  refused: RefusedFixes[];
}

export interface UnitRow {
  id: string;
  version: number;
  callSign: string;
  crewNames: string[];
  skills: string[];
  status: UnitStatus;
  assignmentStatus: AssignmentStatus | null;
  emergencyId: string | null;
  unavailableReason: string | null;
  statusSince: string;
  shiftStartedAt: string;
  post: string | null;
  silence: SilenceRow | null;
}

export type UnitStatus = 'available' | 'offered' | 'assigned' | 'unavailable' | 'offShift';
