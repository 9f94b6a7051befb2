// Generated from the server's C# contracts; a test fails when it is out of date.

import type { AssignmentStatus, EmergencyPhase, OfferEffect } from './domain/emergencies';
import type { Answer } from './domain/triage';
import type { AlarmKind, HelpCancellation, HelpRequest, PlaceView, TravelEstimate } from './emergencies';
import type { MoveHint } from './live';
import type { Reply } from './replies';
import type { TrackPoint, UnitFix, UnitRow } from './units';

/** For how long an emergency stays on the board after its end. */
export const endedShownForMs = 3600000;

/** Of what incidents are searched for, in UTF-16 units. */
export const longestIncidentSearch = 100;

export interface AlarmAcknowledgement {
  commandId: string;
  alarmId: string;
}

export interface AlarmRow {
  id: string;
  version: number;
  kind: AlarmKind;
  emergencyId: string | null;
  unitId: string | null;
  about: string;
  text: string;
  raisedAt: string;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  clearedAt: string | null;
}

export interface AlarmStrike {
  commandId: string;
  emergencyId: string;
  level: number;
}

export interface AssignmentRow {
  id: string;
  epoch: number;
  unitId: string;
  callSign: string;
  status: AssignmentStatus;
  byHand: boolean;
  offeredAt: string;
  deadline: string | null;
  statusAt: string;
  travel: TravelEstimate | null;
  dueAt: string | null;
  need: number;
  pages: number;
  relievesAssignmentId: string | null;
  hospitalName: string | null;
}

export interface Board {
  emergencies: EmergencyRow[];
  units: UnitRow[];
  fixes: UnitFix[];
  alarms: AlarmRow[];
  mode: DispatchMode;
  desks: string[];
  serverTime: string;
}

export interface BoardChange {
  emergencies: EmergencyRow[];
  units: UnitRow[];
  alarms: AlarmRow[];
}

export interface BoundCandidate {
  unitId: string;
  callSign: string;
  emergencyId: string;
  number: string;
  priority: number;
  assignmentId: string;
  arrivalSeconds: number;
  travel: TravelEstimate;
}

export interface Candidate {
  unitId: string;
  callSign: string;
  travel: TravelEstimate;
  fixAgeSeconds: number;
  declinedBefore: boolean;
  mobilisationSeconds: number;
  aheadMetres: number;
}

export interface DispatchMode {
  overload: boolean;
  waiting: number;
  free: number;
  since: string;
}

export interface DiversionCommand {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  toEmergencyId: string;
  reason: string;
}

export interface EmergencyArea {
  code: string | null;
  name: string | null;
  desk: string | null;
}

export interface EmergencyCorrection {
  commandId: string;
  emergencyId: string;
  location: PlaceView | null;
  callbackNumber: string | null;
  complaint: string | null;
  ageYears: number | null;
  reason: string;
}

export interface EmergencyRow {
  id: string;
  version: number;
  number: string;
  phase: EmergencyPhase;
  priority: number;
  complaint: string;
  complaintLabel: string;
  description: string;
  location: PlaceView;
  callbackNumber: string | null;
  patientName: string | null;
  raisedAt: string;
  endedAt: string | null;
  assignment: AssignmentRow | null;
  assignments: AssignmentRow[];
  needs: NeedRow[];
  reservations: ReservationRow[];
  missing: number;
  alarmLevel: number;
  plan: string | null;
  desk: string | null;
  queueKey: string;
  offerEffect: OfferEffect;
  reopensUntil: string | null;
  ageYears: number | null;
  unverified: boolean;
}

export interface FoundIncident {
  id: string;
  number: string;
  phase: EmergencyPhase;
  priority: number;
  complaintLabel: string;
  description: string;
  location: PlaceView;
  raisedAt: string;
  endedAt: string | null;
}

export interface FoundIncidents {
  incidents: FoundIncident[];
  hasMore: boolean;
}

export interface FurtherCaller {
  commandId: string;
  emergencyId: string;
  callbackNumber: string | null;
  words: string;
  calledAt: string | null;
}

export interface HandAssignment {
  commandId: string;
  emergencyId: string;
  unitId: string;
  relievesAssignmentId: string | null;
  reason: string | null;
}

export interface IncidentAnswer {
  question: string;
  answer: Answer;
}

export interface IncidentFacts {
  phase: EmergencyPhase;
  priority: number;
  complaintLabel: string;
  description: string;
  location: PlaceView;
  callbackNumber: string | null;
  patientName: string | null;
  raisedAt: string;
  endedAt: string | null;
  priorityReasons: string[];
  answers: IncidentAnswer[];
  units: AssignmentRow[];
}

export interface IncidentLogEntry {
  sequence: number;
  serverTime: string;
  deviceTime: string | null;
  kind: string;
  actorKind: string;
  actorName: string;
  text: string;
}

export interface IncidentLogFile {
  emergencyId: string;
  number: string;
  exportedAt: string;
  exportedBy: string;
  incident: IncidentFacts;
  entries: IncidentLogEntry[];
}

export interface IncidentSearch {
  text: string | null;
  from: string | null;
  to: string | null;
}

export interface IncidentView {
  emergency: EmergencyRow;
  priorityReasons: string[];
  assignments: AssignmentRow[];
  timeline: TimelineEntry[];
  track: TrackPoint[];
}

export interface LeftOut {
  unitId: string;
  callSign: string;
  reason: string;
  text: string;
  mayBeOverruled: boolean;
}

export interface NearEmergency {
  id: string;
  number: string;
  complaintLabel: string;
  priority: number;
  phase: EmergencyPhase;
  description: string;
  raisedAt: string;
  metres: number;
}

export interface NearQuestion {
  latitude: number;
  longitude: number;
}

export interface NeedRow {
  number: number;
  role: string;
  skills: string[];
  metAt: string | null;
  missing: boolean;
}

export interface NeedWithdrawal {
  commandId: string;
  emergencyId: string;
  need: number;
  reason: string;
}

export interface NewNote {
  commandId: string;
  emergencyId: string;
  text: string;
  doneAt: string | null;
}

export interface NewPriority {
  commandId: string;
  emergencyId: string;
  priority: number;
  reason: string;
}

export interface OfEmergency {
  commandId: string;
  emergencyId: string;
}

export interface RadioReport {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  status: AssignmentStatus;
  doneAt: string | null;
}

export interface Reassignment {
  commandId: string;
  emergencyId: string;
  unitId: string;
  reason: string;
  assignmentId: string | null;
}

export interface Recommendation {
  candidates: Candidate[];
  leftOut: LeftOut[];
  need: NeedRow | null;
  divertible: BoundCandidate[];
  soonFree: BoundCandidate[];
  shortfall: string | null;
}

export interface Reopening {
  commandId: string;
  emergencyId: string;
  reason: string;
}

export interface ReservationCommand {
  commandId: string;
  emergencyId: string;
  unitId: string;
}

export interface ReservationRow {
  assignmentId: string;
  unitId: string;
  callSign: string;
  need: number;
  byHand: boolean;
  reservedAt: string;
}

export interface RouteEnd {
  latitude: number;
  longitude: number;
}

export type RouteMode = 'regular' | 'lightsAndSirens';

export interface RouteQuestion {
  from: RouteEnd;
  to: RouteEnd;
  mode: RouteMode;
}

export interface RouteStep {
  latitude: number;
  longitude: number;
  afterSeconds: number;
  road: string;
}

export interface RouteView {
  steps: RouteStep[];
  seconds: number;
  metres: number;
  source: string;
}

export interface ServiceNotice {
  code: string;
  text: string;
}

export interface SilenceAcknowledgement {
  commandId: string;
  unitId: string;
  alarmId: string;
}

export interface StandDownCommand {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  reason: string;
}

export interface TimelineEntry {
  sequence: number;
  at: string;
  deviceTime: string | null;
  kind: string;
  actorName: string;
  text: string;
}

export interface UnitAvailabilityChange {
  commandId: string;
  unitId: string;
  available: boolean;
  reason: string | null;
}

export const dispatchHubPath = '/hub/dispatch';

export interface DispatchHub {
  WatchBoard(): Promise<Reply<Board>>;
  Incident(emergencyId: string): Promise<Reply<IncidentView>>;
  Recommend(emergencyId: string): Promise<Reply<Recommendation>>;
  RaiseForCaller(raise: HelpRequest): Promise<Reply<EmergencyRow>>;
  Near(question: NearQuestion): Promise<Reply<NearEmergency[]>>;
  AddCaller(caller: FurtherCaller): Promise<Reply<EmergencyRow>>;
  Correct(correction: EmergencyCorrection): Promise<Reply<EmergencyRow>>;
  Reopen(reopening: Reopening): Promise<Reply<EmergencyRow>>;
  AssignByHand(assign: HandAssignment): Promise<Reply<EmergencyRow>>;
  Reassign(reassign: Reassignment): Promise<Reply<EmergencyRow>>;
  StandDown(command: StandDownCommand): Promise<Reply<EmergencyRow>>;
  Divert(command: DiversionCommand): Promise<Reply<EmergencyRow>>;
  Reserve(command: ReservationCommand): Promise<Reply<EmergencyRow>>;
  StrikeAlarm(strike: AlarmStrike): Promise<Reply<EmergencyRow>>;
  WithdrawNeed(withdraw: NeedWithdrawal): Promise<Reply<EmergencyRow>>;
  ReportForUnit(report: RadioReport): Promise<Reply<EmergencyRow>>;
  SetUnitAvailability(availability: UnitAvailabilityChange): Promise<Reply<UnitRow>>;
  SearchAgain(command: OfEmergency): Promise<Reply<EmergencyRow>>;
  ChangePriority(change: NewPriority): Promise<Reply<EmergencyRow>>;
  AddNote(note: NewNote): Promise<Reply<EmergencyRow>>;
  Cancel(cancel: HelpCancellation): Promise<Reply<EmergencyRow>>;
  AcknowledgeAlarm(acknowledge: AlarmAcknowledgement): Promise<Reply<AlarmRow>>;
  AcknowledgeSilence(acknowledge: SilenceAcknowledgement): Promise<Reply<UnitRow>>;
}

export interface DispatchClient {
  Move(hint: MoveHint): void;
  BoardChanged(change: BoardChange): void;
  UnitsMoved(fixes: UnitFix[]): void;
  ModeChanged(mode: DispatchMode): void;
  ServiceChanged(notices: ServiceNotice[]): void;
}
