// Generated from the server's C# contracts; a test fails when it is out of date.

import type { AssignmentStatus, EmergencyPhase, LocationSource } from './domain/emergencies';
import type { TriageAnswer, TriageQuestion } from './domain/triage';
import type { MoveHint } from './live';
import type { Reply } from './replies';
import type { UnitFix } from './units';

export type AlarmKind = 'nobodyLeft' | 'unitSilent' | 'answerOverdue' | 'dispatchStalled' | 'welfareCheck' | 'hospitalNotTold' | 'placeMissing' | 'nobodyPresent';

export interface Attendance {
  isSetUp: boolean;
  dispatcherPresent: boolean;
  crewOnShift: boolean;
}

export interface BetterLocation {
  commandId: string;
  emergencyId: string;
  location: PlaceView;
}

export interface ComplaintEntry {
  code: string;
  label: string;
  questionCodes: string[];
}

export interface HelpCancellation {
  commandId: string;
  emergencyId: string;
  reason: string;
}

export interface HelpDetails {
  commandId: string;
  emergencyId: string;
  complaint: string | null;
  description: string | null;
  answers: TriageAnswer[] | null;
  callbackNumber: string | null;
}

export interface HelpRequest {
  commandId: string;
  complaint: string;
  answers: TriageAnswer[];
  description: string;
  location: PlaceView;
  callbackNumber: string | null;
  calledAt: string | null;
}

export interface HelpView {
  id: string;
  version: number;
  phase: EmergencyPhase;
  priority: number;
  complaintLabel: string;
  location: PlaceView;
  callbackNumber: string | null;
  raisedAt: string;
  unitStatus: AssignmentStatus | null;
  unitCallSign: string | null;
  crewNames: string[];
  unitFix: UnitFix | null;
  travel: TravelEstimate | null;
  serverTime: string;
}

export interface KnownNumber {
  callbackNumber: string | null;
}

export interface PlaceView {
  latitude: number | null;
  longitude: number | null;
  accuracyMetres: number | null;
  source: LocationSource;
  note: string | null;
}

export interface ProtocolView {
  version: string;
  complaints: ComplaintEntry[];
  questions: TriageQuestion[];
}

export interface StrangerCall {
  commandId: string;
  complaint: string;
  description: string;
  location: PlaceView;
  callbackNumber: string | null;
}

export interface StrangerReceipt {
  number: string;
}

export interface TravelEstimate {
  seconds: number;
  metres: number;
  source: string;
}

export const emergencyHubPath = '/hub/emergency';

export interface EmergencyHub {
  Protocol(): Promise<Reply<ProtocolView>>;
  Raise(raise: HelpRequest): Promise<Reply<HelpView>>;
  WatchMine(): Promise<Reply<HelpView | null>>;
  ImproveLocation(improve: BetterLocation): Promise<Reply<HelpView>>;
  GiveDetails(details: HelpDetails): Promise<Reply<HelpView>>;
  MyNumber(): Promise<Reply<KnownNumber>>;
  WatchAttendance(): Promise<Reply<Attendance>>;
  CancelMine(cancel: HelpCancellation): Promise<Reply<HelpView>>;
}

export interface EmergencyClient {
  Move(hint: MoveHint): void;
  HelpChanged(help: HelpView): void;
  AttendanceChanged(attendance: Attendance): void;
}
