// Generated from the server's C# contracts; a test fails when it is out of date.

export interface Refusal {
  code: string;
  text: string;
}

export type Reply<T> = { value: T; error: null } | { value: null; error: Refusal };

export interface AcknowledgeAlarm {
  commandId: string;
  alarmId: string;
}

export interface AddNote {
  commandId: string;
  emergencyId: string;
  text: string;
}

export type AlarmKind = 'nobodyLeft' | 'unitSilent';

export interface AlarmRow {
  id: string;
  kind: AlarmKind;
  emergencyId: string | null;
  unitId: string | null;
  text: string;
  raisedAt: string;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
}

export type Answer = 'yes' | 'no' | 'unknown';

export interface AnswerOffer {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  epoch: number;
  deviceTime: string;
}

export interface AppInfo {
  demo: boolean;
  mapStyleUrl: string | null;
  serverTime: string;
  demoAccounts: DemoAccount[];
}

export interface AskConsult {
  commandId: string;
  reason: string;
}

export interface AssignByHand {
  commandId: string;
  emergencyId: string;
  unitId: string;
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
}

export type AssignmentStatus = 'offered' | 'accepted' | 'enRoute' | 'onScene' | 'transporting' | 'atHospital' | 'clear' | 'declined' | 'expired' | 'rescinded' | 'stoodDown';

export interface Board {
  emergencies: EmergencyRow[];
  units: UnitRow[];
  fixes: UnitFix[];
  alarms: AlarmRow[];
  serverTime: string;
}

export interface BookConsult {
  commandId: string;
  patientId: string;
  startsAt: string;
  reason: string;
}

export interface CancelEmergency {
  commandId: string;
  emergencyId: string;
  reason: string;
}

export interface Candidate {
  unitId: string;
  callSign: string;
  travel: TravelEstimate;
  fixAgeSeconds: number;
  declinedBefore: boolean;
}

export interface ChangePriority {
  commandId: string;
  emergencyId: string;
  priority: number;
  reason: string;
}

export interface ChatMessage {
  sequence: number;
  commandId: string;
  from: string;
  fromName: string;
  text: string;
  at: string;
}

export interface ComplaintEntry {
  code: string;
  label: string;
  questionCodes: string[];
}

export interface ConsultCard {
  id: string;
  version: number;
  phase: ConsultPhase;
  patientId: string;
  patientName: string;
  clinicianId: string | null;
  clinicianName: string | null;
  reason: string;
  bookedFor: string | null;
  waitingSince: string | null;
  startedAt: string | null;
  endedAt: string | null;
}

export interface ConsultCommand {
  commandId: string;
  consultId: string;
}

export type ConsultPhase = 'booked' | 'waiting' | 'inProgress' | 'ended' | 'cancelled';

export interface ConsultView {
  consult: ConsultCard;
  you: string;
  participants: ParticipantView[];
  messages: ChatMessage[];
  guestLinks: GuestLink[];
  iceServers: IceServer[];
  serverTime: string;
}

export interface DeclineOffer {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  epoch: number;
  reason: string;
  deviceTime: string;
}

export interface DemoAccount {
  role: string;
  name: string;
  email: string;
  password: string;
}

export interface DeviceRefresh {
  refreshToken: string;
}

export interface DeviceSignIn {
  email: string;
  password: string;
}

export interface DeviceTokens {
  accessToken: string;
  refreshToken: string;
  expiresInSeconds: number;
}

export interface Done {
}

export interface EmergencyCommand {
  commandId: string;
  emergencyId: string;
}

export type EmergencyPhase = 'searching' | 'offered' | 'assigned' | 'unserved' | 'completed' | 'cancelled';

export interface EmergencyRow {
  id: string;
  version: number;
  number: string;
  phase: EmergencyPhase;
  priority: number;
  complaint: string;
  complaintLabel: string;
  description: string;
  location: Place;
  callbackNumber: string;
  patientName: string | null;
  raisedAt: string;
  endedAt: string | null;
  assignment: AssignmentRow | null;
}

export interface GuestLink {
  id: string;
  name: string;
  role: ParticipantRole;
  expiresAt: string;
  revoked: boolean;
  url: string | null;
}

export interface GuestLinkView {
  role: string;
  expiresAt: string;
}

export interface GuestSignIn {
  token: string;
  name: string;
}

export interface HelpView {
  id: string;
  version: number;
  phase: EmergencyPhase;
  priority: number;
  complaintLabel: string;
  location: Place;
  callbackNumber: string;
  raisedAt: string;
  unitStatus: AssignmentStatus | null;
  unitCallSign: string | null;
  crewNames: string[];
  unitFix: UnitFix | null;
  travel: TravelEstimate | null;
  serverTime: string;
}

export interface IceServer {
  urls: string[];
  username: string | null;
  credential: string | null;
}

export interface ImproveLocation {
  commandId: string;
  emergencyId: string;
  location: PlaceInput;
}

export interface IncidentView {
  emergency: EmergencyRow;
  priorityReasons: string[];
  assignments: AssignmentRow[];
  timeline: TimelineEntry[];
  track: TrackPoint[];
}

export interface InviteGuest {
  commandId: string;
  consultId: string;
  name: string;
  role: ParticipantRole;
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
  location: Place;
  callbackNumber: string | null;
  patientName: string | null;
  offeredAt: string;
  deadline: string | null;
  travel: TravelEstimate | null;
  serverTime: string;
}

export interface LeftOut {
  unitId: string;
  callSign: string;
  reason: string;
  text: string;
}

export type LocationSource = 'device' | 'map' | 'caller';

export interface Me {
  id: string;
  name: string;
  email: string | null;
  roles: string[];
  guestOfConsult: string | null;
}

export interface MediaAnswer {
  sdp: string;
  tracks: MidTrack[];
}

export interface MediaOffer {
  consultId: string;
  sdp: string;
  sources: MidSource[];
}

export type MediaSource = 'microphone' | 'camera' | 'screen';

export interface MediaState {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
}

export interface MidSource {
  mid: string;
  source: MediaSource;
}

export interface MidTrack {
  mid: string;
  participantId: string;
  source: MediaSource;
}

export interface NewPassword {
  password: string;
}

export interface NewUser {
  name: string;
  email: string;
  password: string;
  roles: string[];
}

export type ParticipantRole = 'patient' | 'clinician' | 'relative' | 'interpreter' | 'colleague';

export interface ParticipantView {
  id: string;
  name: string;
  role: ParticipantRole;
  presence: PresenceState;
  since: string;
  media: MediaState;
}

export interface PatientEntry {
  id: string;
  name: string;
}

export interface Place {
  latitude: number;
  longitude: number;
  accuracyMetres: number | null;
  source: LocationSource;
  note: string | null;
}

export interface PlaceInput {
  latitude: number;
  longitude: number;
  accuracyMetres: number | null;
  source: LocationSource;
  note: string | null;
}

export interface PositionFix {
  latitude: number;
  longitude: number;
  accuracyMetres: number | null;
  speedMetresPerSecond: number | null;
  headingDegrees: number | null;
  deviceTime: string;
}

export type PresenceState = 'here' | 'reconnecting' | 'away';

export interface RaiseEmergency {
  commandId: string;
  complaint: string;
  answers: TriageAnswer[];
  description: string;
  location: PlaceInput;
  callbackNumber: string;
}

export interface ReassignUnit {
  commandId: string;
  emergencyId: string;
  unitId: string;
  reason: string;
}

export interface Recommendation {
  candidates: Candidate[];
  leftOut: LeftOut[];
}

export interface ReportStatus {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  epoch: number;
  status: AssignmentStatus;
  deviceTime: string;
}

export interface RevokeGuest {
  commandId: string;
  consultId: string;
  linkId: string;
}

export interface SayInConsult {
  commandId: string;
  consultId: string;
  text: string;
}

export interface SetAvailability {
  commandId: string;
  available: boolean;
  reason: string | null;
}

export interface SignIn {
  email: string;
  password: string;
}

export interface StartShift {
  commandId: string;
  vehicleId: string;
}

export interface TimelineEntry {
  sequence: number;
  at: string;
  deviceTime: string | null;
  kind: string;
  actorName: string;
  text: string;
}

export interface TrackPoint {
  latitude: number;
  longitude: number;
  at: string;
}

export interface TravelEstimate {
  seconds: number;
  metres: number;
  source: string;
}

export interface TriageAnswer {
  questionCode: string;
  answer: Answer;
}

export interface TriageProtocol {
  version: string;
  complaints: ComplaintEntry[];
  questions: TriageQuestion[];
}

export interface TriageQuestion {
  code: string;
  text: string;
}

export interface UnitCommand {
  commandId: string;
}

export interface UnitDesk {
  unit: UnitRow | null;
  job: JobView | null;
  vehicles: Vehicle[];
  serverTime: string;
}

export interface UnitFix {
  unitId: string;
  latitude: number;
  longitude: number;
  accuracyMetres: number | null;
  headingDegrees: number | null;
  at: string;
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
}

export type UnitStatus = 'available' | 'offered' | 'assigned' | 'unavailable' | 'offShift';

export interface UserPage {
  users: UserRow[];
  total: number;
}

export interface UserRoles {
  roles: string[];
}

export interface UserRow {
  id: string;
  name: string;
  email: string;
  roles: string[];
  disabled: boolean;
  lockedUntil: string | null;
  createdAt: string;
}

export interface Vehicle {
  id: string;
  callSign: string;
  skills: string[];
}

export interface WaitingRoom {
  waiting: ConsultCard[];
  inProgress: ConsultCard[];
  serverTime: string;
}

export const consultHubPath = '/hub/consult';

export interface ConsultHub {
  Ask(ask: AskConsult): Promise<Reply<ConsultCard>>;
  Book(book: BookConsult): Promise<Reply<ConsultCard>>;
  Open(command: ConsultCommand): Promise<Reply<ConsultCard>>;
  MyConsults(): Promise<Reply<ConsultCard[]>>;
  WatchWaitingRoom(): Promise<Reply<WaitingRoom>>;
  Admit(command: ConsultCommand): Promise<Reply<ConsultCard>>;
  End(command: ConsultCommand): Promise<Reply<ConsultCard>>;
  Cancel(command: ConsultCommand): Promise<Reply<ConsultCard>>;
  Enter(consultId: string, afterMessage: number): Promise<Reply<ConsultView>>;
  Leave(consultId: string): Promise<Reply<Done>>;
  Say(say: SayInConsult): Promise<Reply<ChatMessage>>;
  ShowMedia(consultId: string, media: MediaState): Promise<Reply<Done>>;
  InviteGuest(invite: InviteGuest): Promise<Reply<GuestLink>>;
  RevokeGuest(revoke: RevokeGuest): Promise<Reply<Done>>;
  Negotiate(offer: MediaOffer): Promise<Reply<MediaAnswer>>;
  Candidate(consultId: string, candidate: string): Promise<Reply<Done>>;
}

export interface ConsultClient {
  ConsultChanged(consult: ConsultCard): void;
  WaitingRoomChanged(consult: ConsultCard): void;
  PresenceChanged(consultId: string, participant: ParticipantView): void;
  MessageSaid(consultId: string, message: ChatMessage): void;
  GuestLinkChanged(consultId: string, link: GuestLink): void;
  MediaChanged(consultId: string, audioSlots: number, videoSlots: number): void;
  MediaLost(consultId: string): void;
}

export const dispatchHubPath = '/hub/dispatch';

export interface DispatchHub {
  WatchBoard(): Promise<Reply<Board>>;
  Incident(emergencyId: string): Promise<Reply<IncidentView>>;
  Recommend(emergencyId: string): Promise<Reply<Recommendation>>;
  RaiseForCaller(raise: RaiseEmergency): Promise<Reply<EmergencyRow>>;
  AssignByHand(assign: AssignByHand): Promise<Reply<EmergencyRow>>;
  Reassign(reassign: ReassignUnit): Promise<Reply<EmergencyRow>>;
  SearchAgain(command: EmergencyCommand): Promise<Reply<EmergencyRow>>;
  ChangePriority(change: ChangePriority): Promise<Reply<EmergencyRow>>;
  AddNote(note: AddNote): Promise<Reply<EmergencyRow>>;
  Cancel(cancel: CancelEmergency): Promise<Reply<EmergencyRow>>;
  AcknowledgeAlarm(acknowledge: AcknowledgeAlarm): Promise<Reply<AlarmRow>>;
}

export interface DispatchClient {
  EmergencyChanged(emergency: EmergencyRow): void;
  UnitChanged(unit: UnitRow): void;
  UnitsMoved(fixes: UnitFix[]): void;
  AlarmChanged(alarm: AlarmRow): void;
}

export const emergencyHubPath = '/hub/emergency';

export interface EmergencyHub {
  Protocol(): Promise<Reply<TriageProtocol>>;
  Raise(raise: RaiseEmergency): Promise<Reply<HelpView>>;
  WatchMine(): Promise<Reply<HelpView | null>>;
  ImproveLocation(improve: ImproveLocation): Promise<Reply<HelpView>>;
  CancelMine(cancel: CancelEmergency): Promise<Reply<HelpView>>;
}

export interface EmergencyClient {
  HelpChanged(help: HelpView): void;
}

export const unitHubPath = '/hub/unit';

export interface UnitHub {
  Watch(): Promise<Reply<UnitDesk>>;
  StartShift(start: StartShift): Promise<Reply<UnitRow>>;
  EndShift(command: UnitCommand): Promise<Reply<UnitRow>>;
  SetAvailability(set: SetAvailability): Promise<Reply<UnitRow>>;
  Accept(accept: AnswerOffer): Promise<Reply<JobView>>;
  Decline(decline: DeclineOffer): Promise<Reply<Done>>;
  Report(report: ReportStatus): Promise<Reply<JobView>>;
  Position(fix: PositionFix): Promise<Reply<Done>>;
}

export interface UnitClient {
  JobChanged(job: JobView | null): void;
  UnitChanged(unit: UnitRow): void;
}
