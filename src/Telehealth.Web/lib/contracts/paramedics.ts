// Generated from the server's C# contracts; a test fails when it is out of date.

import type { AssignmentStatus } from './domain/emergencies';
import type { Answer } from './domain/triage';
import type { PlaceView, TravelEstimate } from './emergencies';
import type { MoveHint } from './live';
import type { Done, Reply } from './replies';
import type { UnitRow } from './units';

/** Pictures of one job. */
export const mostPhotosOfJob = 20;

export interface AnsweredQuestion {
  question: string;
  answer: Answer;
}

export interface Availability {
  commandId: string;
  available: boolean;
  reason: string | null;
}

export interface CrewNote {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  text: string;
  deviceTime: string | null;
}

export interface JobChange {
  version: number;
  at: string;
  text: string;
  reason: string | null;
}

export interface JobDetails {
  emergencyId: string;
  assignmentId: string;
  number: string;
  answers: AnsweredQuestion[];
  notes: JobNote[];
  ending: JobEnding | null;
}

export interface JobEnding {
  status: AssignmentStatus;
  at: string;
  reason: string | null;
  divertedTo: string | null;
  takenOverBy: string | null;
}

export interface JobKey {
  emergencyId: string;
  assignmentId: string;
}

export interface JobNote {
  at: string;
  by: string;
  text: string;
}

export interface JobPhoto {
  id: string;
  number: number;
  takenBy: string;
  takenAt: string;
  receivedAt: string;
}

export interface JobView {
  emergencyId: string;
  version: number;
  number: string;
  assignmentId: string;
  epoch: number;
  status: AssignmentStatus;
  priority: number;
  complaintLabel: string;
  description: string;
  priorityReasons: string[];
  location: PlaceView;
  callbackNumber: string | null;
  patientName: string | null;
  offeredAt: string;
  deadline: string | null;
  travel: TravelEstimate | null;
  role: string;
  pages: number;
  companions: string[];
  relievesCallSign: string | null;
  hospitalCode: string | null;
  hospitalName: string | null;
  serverTime: string;
  ageYears: number | null;
  changes: JobChange[];
}

export interface OfferAcceptance {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  epoch: number;
  deviceTime: string;
}

export interface OfferRefusal {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  epoch: number;
  reason: string;
  deviceTime: string;
}

export interface PositionFix {
  latitude: number;
  longitude: number;
  accuracyMetres: number | null;
  speedMetresPerSecond: number | null;
  headingDegrees: number | null;
  deviceTime: string;
}

export interface SeenChanges {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  version: number;
}

export interface ShiftEnd {
  commandId: string;
}

export interface ShiftStart {
  commandId: string;
  vehicleId: string;
}

export interface StatusReport {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  epoch: number;
  status: AssignmentStatus;
  deviceTime: string;
}

export interface UnitDesk {
  unit: UnitRow | null;
  job: JobView | null;
  vehicles: Vehicle[];
  serverTime: string;
}

export interface Vehicle {
  id: string;
  callSign: string;
  skills: string[];
}

export const unitHubPath = '/hub/unit';

export interface UnitHub {
  Watch(): Promise<Reply<UnitDesk>>;
  StartShift(start: ShiftStart): Promise<Reply<UnitRow>>;
  EndShift(command: ShiftEnd): Promise<Reply<UnitRow>>;
  SetAvailability(availability: Availability): Promise<Reply<UnitRow>>;
  Accept(accept: OfferAcceptance): Promise<Reply<JobView>>;
  Decline(decline: OfferRefusal): Promise<Reply<Done>>;
  Report(report: StatusReport): Promise<Reply<JobView>>;
  AddNote(note: CrewNote): Promise<Reply<Done>>;
  SeeChanges(seen: SeenChanges): Promise<Reply<JobView>>;
  Details(job: JobKey): Promise<Reply<JobDetails>>;
  Position(fix: PositionFix): Promise<Reply<Done>>;
}

export interface UnitClient {
  Move(hint: MoveHint): void;
  JobChanged(job: JobView | null): void;
  UnitChanged(unit: UnitRow): void;
}
