// Generated from the server's C# contracts; a test fails when it is out of date.

export interface Refusal {
  code: string;
  text: string;
}

export type Reply<T> = { value: T; error: null } | { value: null; error: Refusal };

export interface AlarmAcknowledgement {
  commandId: string;
  alarmId: string;
}

export type AlarmKind = 'nobodyLeft' | 'unitSilent' | 'answerOverdue' | 'dispatchStalled' | 'welfareCheck' | 'hospitalNotTold' | 'placeMissing' | 'nobodyPresent';

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

export type Answer = 'yes' | 'no' | 'unknown';

export interface AnsweredQuestion {
  question: string;
  answer: Answer;
}

export interface AppInfo {
  demo: boolean;
  mapStyleUrl: string | null;
  serverTime: string;
  demoAccounts: DemoAccount[];
  emergencyNumber: string;
  emergencyNumberIsLocal: boolean;
  helpWithoutAccount: boolean;
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
  need: number;
  pages: number;
  relievesAssignmentId: string | null;
  hospitalName: string | null;
}

export type AssignmentStatus = 'offered' | 'accepted' | 'enRoute' | 'onScene' | 'transporting' | 'atHospital' | 'clear' | 'declined' | 'expired' | 'rescinded' | 'stoodDown' | 'diverted' | 'handedOver' | 'reserved' | 'released';

export interface Attendance {
  isSetUp: boolean;
  dispatcherPresent: boolean;
  crewOnShift: boolean;
}

export interface Availability {
  commandId: string;
  available: boolean;
  reason: string | null;
}

export interface BetterLocation {
  commandId: string;
  emergencyId: string;
  location: PlaceView;
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

export interface Booking {
  commandId: string;
  patientId: string;
  startsAt: string;
  reason: string;
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

export interface ChatMessage {
  sequence: number;
  commandId: string;
  from: string;
  fromName: string;
  text: string;
  at: string;
  fromGuest: boolean;
}

export interface ChosenHospital {
  code: string;
  name: string;
  travel: TravelEstimate | null;
  recommended: string | null;
}

export interface ComplaintEntry {
  code: string;
  label: string;
  questionCodes: string[];
}

export interface ConnectionTest {
  testId: string;
  iceServers: IceServer[];
  endsAt: string;
}

export interface ConnectionTestAnswer {
  sdp: string;
  tracks: ConnectionTestTrack[];
}

export interface ConnectionTestOffer {
  sdp: string;
  sources: MidSource[];
}

export interface ConnectionTestTrack {
  mid: string;
  source: MediaSource;
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
  locked: boolean;
  returnedAt: string | null;
  returnReason: ReturnReason | null;
}

export type ConsultPhase = 'booked' | 'waiting' | 'inProgress' | 'ended' | 'cancelled';

export interface ConsultQuality {
  participants: ParticipantQuality[];
  serverTime: string;
}

export interface ConsultQualitySummary {
  consultId: string;
  participants: ParticipantSummary[];
}

export interface ConsultRequest {
  commandId: string;
  reason: string;
}

export interface ConsultView {
  consult: ConsultCard;
  you: string;
  sitting: string;
  participants: ParticipantView[];
  messages: ChatMessage[];
  guestLinks: GuestLink[];
  iceServers: IceServer[];
  speakerId: string | null;
  quality: QualityView[];
  serverTime: string;
}

export interface CrewNote {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  text: string;
  deviceTime: string | null;
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

export interface DispatchMode {
  overload: boolean;
  waiting: number;
  free: number;
  since: string;
}

export interface DiversionOrder {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  toEmergencyId: string;
  reason: string;
}

export interface Done {
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

export interface GuestInvitation {
  commandId: string;
  consultId: string;
  name: string;
  role: ParticipantRole;
}

export interface GuestLink {
  id: string;
  name: string;
  role: ParticipantRole;
  expiresAt: string;
  revoked: boolean;
  url: string | null;
  invitedName: string;
}

export interface GuestLinkView {
  role: string;
  expiresAt: string;
}

export interface GuestRevocation {
  commandId: string;
  consultId: string;
  linkId: string;
}

export interface GuestSignIn {
  token: string;
  name: string;
}

export interface GuestToken {
  token: string;
}

export interface HandAssignment {
  commandId: string;
  emergencyId: string;
  unitId: string;
  relievesAssignmentId: string | null;
  reason: string | null;
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

export interface HospitalCall {
  commandId: string;
  noticeId: string;
}

export interface HospitalCandidate {
  code: string;
  name: string;
  latitude: number;
  longitude: number;
  telephone: string | null;
  travel: TravelEstimate;
  lacks: string;
}

export interface HospitalLeftOut {
  code: string;
  name: string;
  reason: string;
  text: string;
  travel: TravelEstimate | null;
}

export interface HospitalNoticeView {
  id: string;
  assignmentId: string;
  unitId: string;
  hospitalCode: string;
  hospitalName: string;
  kind: NoticeKind;
  outcome: NoticeOutcome;
  at: string;
  toldAt: string | null;
  toldBy: string | null;
  tries: number;
  text: string;
}

export interface HospitalOrder {
  commandId: string;
  assignmentId: string;
  hospitalCode: string;
}

export interface HospitalRankingView {
  needs: string;
  fromScene: boolean;
  ranked: HospitalCandidate[];
  leftOut: HospitalLeftOut[];
  shortfall: HospitalShortfallView | null;
  notices: HospitalNoticeView[];
}

export interface HospitalRow {
  code: string;
  name: string;
  latitude: number;
  longitude: number;
  capabilities: string;
  telephone: string | null;
  toldByServer: boolean;
  state: HospitalState;
  reason: string | null;
  since: string | null;
  until: string | null;
  changedBy: string | null;
}

export interface HospitalShortfallView {
  text: string;
  instead: HospitalCandidate[];
}

export type HospitalState = 'open' | 'divert' | 'closed';

export interface HospitalStatusChange {
  state: HospitalState;
  reason: string | null;
  until: string | null;
}

export interface IceServer {
  urls: string[];
  username: string | null;
  credential: string | null;
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

export interface KnownNumber {
  callbackNumber: string | null;
}

export interface LeftOut {
  unitId: string;
  callSign: string;
  reason: string;
  text: string;
}

export type LocationSource = 'device' | 'map' | 'caller' | 'notYetKnown' | 'callerDoesNotKnow';

export interface LockChange {
  commandId: string;
  consultId: string;
  locked: boolean;
}

export interface Me {
  id: string;
  name: string;
  email: string | null;
  roles: string[];
  guestOfConsult: string | null;
  owesPassword: boolean;
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

export type MediaPath = 'unknown' | 'udp' | 'tcp' | 'relay';

export type MediaSource = 'microphone' | 'camera' | 'screen';

export interface MediaState {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  interrupted: boolean;
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

export interface MuteChange {
  commandId: string;
  consultId: string;
  participantId: string;
  source: MediaSource;
  muted: boolean;
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
}

export interface NeedWithdrawal {
  commandId: string;
  emergencyId: string;
  need: number;
  reason: string;
}

export interface NewMessage {
  commandId: string;
  consultId: string;
  text: string;
}

export interface NewNote {
  commandId: string;
  emergencyId: string;
  text: string;
  doneAt: string | null;
}

export interface NewPassword {
  password: string;
  owesPassword: boolean;
}

export interface NewPriority {
  commandId: string;
  emergencyId: string;
  priority: number;
  reason: string;
}

export interface NewUser {
  name: string;
  email: string;
  password: string;
  roles: string[];
  owesPassword: boolean;
  telephone: string | null;
}

export type NoticeKind = 'coming' | 'notComing';

export type NoticeOutcome = 'waiting' | 'told' | 'failed' | 'byTelephone' | 'superseded' | 'rung';

export interface OfConsult {
  commandId: string;
  consultId: string;
}

export interface OfEmergency {
  commandId: string;
  emergencyId: string;
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

export interface OwnPassword {
  present: string;
  password: string;
}

export interface OwnTelephone {
  number: string | null;
}

export interface ParticipantQuality {
  participantId: string;
  connected: boolean;
  rung: QualityRung;
  path: MediaPath;
  roundTripMs: number | null;
  estimateBps: number | null;
  lossFromPercent: number;
  lossToPercent: number;
  iceMs: number | null;
  dtlsMs: number | null;
  reconnects: number;
  sends: SentTrackQuality[];
  receives: ReceivedTrackQuality[];
  browser: QualitySample | null;
}

export type ParticipantRole = 'patient' | 'clinician' | 'relative' | 'interpreter' | 'colleague' | 'observer';

export interface ParticipantSummary {
  participantId: string;
  name: string;
  role: ParticipantRole;
  minutes: number;
  worstRung: QualityRung;
  videoShare: number;
  audioOnlyShare: number;
  suggestPhoneShare: number;
  roundTripMedianMs: number | null;
  roundTripP95Ms: number | null;
  lossFromMedianPercent: number;
  lossFromP95Percent: number;
  lossToMedianPercent: number;
  lossToP95Percent: number;
  freezes: number;
  breakUps: number;
  reconnects: number;
  path: MediaPath;
  trouble: QualityTrouble;
  text: string;
}

export interface ParticipantView {
  id: string;
  name: string;
  role: ParticipantRole;
  presence: PresenceState;
  since: string;
  media: MediaState;
  mutedByClinician: MediaState;
  invitedAs: string | null;
  hasTwin: boolean;
}

export interface PatientEntry {
  id: string;
  name: string;
}

export interface PatientPresence {
  consultId: string;
  here: boolean;
  seenAt: string;
}

export interface PatientReturn {
  commandId: string;
  consultId: string;
  reason: ReturnReason | null;
}

export interface PatientTelephone {
  number: string | null;
}

export interface PlaceView {
  latitude: number | null;
  longitude: number | null;
  accuracyMetres: number | null;
  source: LocationSource;
  note: string | null;
}

export interface PlanLevel {
  adds: PlanUnit[];
}

export interface PlanRow {
  complaint: string;
  priority: number | null;
  levels: PlanLevel[];
}

export interface PlanUnit {
  role: string;
  skills: string[] | null;
  count: number;
}

export interface PlanWarning {
  row: number;
  level: number;
  role: string;
  missing: number;
  text: string;
}

export interface PlansHistoryEntry {
  version: number;
  note: string;
  byName: string;
  at: string;
  rows: PlanRow[];
}

export interface PlansPublication {
  commandId: string;
  expectedVersion: number;
  rows: PlanRow[];
  note: string;
}

export interface PositionFix {
  latitude: number;
  longitude: number;
  accuracyMetres: number | null;
  speedMetresPerSecond: number | null;
  headingDegrees: number | null;
  deviceTime: string;
}

export interface PostMoveView {
  unitId: string;
  callSign: string;
  post: string;
  travel: TravelEstimate;
  gain: number;
  reason: string;
}

export interface PostOrder {
  commandId: string;
  unitId: string;
  post: string;
}

export interface PostSuggestionView {
  coverageBefore: number;
  coverageAfter: number;
  moves: PostMoveView[];
  posts: PostView[];
  text: string;
}

export interface PostView {
  name: string;
  latitude: number;
  longitude: number;
}

export type PresenceState = 'here' | 'reconnecting' | 'away';

export interface ProtocolView {
  version: string;
  complaints: ComplaintEntry[];
  questions: TriageQuestion[];
}

export type QualityCause = 'good' | 'lowBandwidth' | 'highLoss';

export type QualityRung = 'video' | 'audioOnly' | 'suggestPhone';

export interface QualitySample {
  freezes: number;
  frozenMs: number;
  framesDropped: number;
  framesDecoded: number;
  concealedSamples: number;
  receivedSamples: number;
  path: MediaPath;
  connectMs: number | null;
  firstPictureMs: number | null;
}

export type QualityTrouble = 'none' | 'lossFrom' | 'lossTo' | 'lowBandwidth' | 'interruptions' | 'longDelay' | 'noUdp' | 'slowDevice';

export interface QualityView {
  participantId: string;
  rung: QualityRung;
  cause: QualityCause;
  text: string;
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

export interface ReceivedTrackQuality {
  from: string;
  source: MediaSource;
  bitrateBps: number;
  packets: number;
  lossPercent: number;
  jitterMs: number;
  nacks: number;
  resent: number;
  layer: number | null;
  paused: boolean;
}

export interface Recommendation {
  candidates: Candidate[];
  leftOut: LeftOut[];
  need: NeedRow | null;
  divertible: BoundCandidate[];
  soonFree: BoundCandidate[];
  shortfall: string | null;
}

export interface RefusedFixes {
  code: string;
  count: number;
}

export interface Removal {
  commandId: string;
  consultId: string;
  participantId: string;
}

export interface Reopening {
  commandId: string;
  emergencyId: string;
  reason: string;
}

export interface ReservationOrder {
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

export interface ResponsePlansView {
  version: number;
  rows: PlanRow[];
  warnings: PlanWarning[];
}

export type ReturnReason = 'patientAbsent' | 'clinicianCalledAway' | 'noSoundOrPicture';

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

export interface SeatReturn {
  consultId: string;
  afterMessage: number;
  sitting: string;
}

export interface SeenChanges {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  version: number;
}

export interface SentTrackQuality {
  source: MediaSource;
  bitrateBps: number;
  packets: number;
  lost: number;
  jitterMs: number;
  nacks: number;
  resent: number;
  layers: number;
  muted: boolean;
}

export interface ServiceNotice {
  code: string;
  text: string;
}

export interface ShiftEnd {
  commandId: string;
}

export interface ShiftStart {
  commandId: string;
  vehicleId: string;
}

export interface SignIn {
  email: string;
  password: string;
}

export interface SilenceAcknowledgement {
  commandId: string;
  unitId: string;
  alarmId: string;
}

export interface SilenceRow {
  alarmId: string;
  since: string;
  raisedAt: string;
  acknowledgedAt: string | null;
  acknowledgedBy: string | null;
  endedAt: string | null;
}

export interface StandDownOrder {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  reason: string;
}

export interface StatusReport {
  commandId: string;
  emergencyId: string;
  assignmentId: string;
  epoch: number;
  status: AssignmentStatus;
  deviceTime: string;
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

export interface TimelineEntry {
  sequence: number;
  at: string;
  deviceTime: string | null;
  kind: string;
  actorName: string;
  text: string;
}

export interface TrackPoint {
  unitId: string;
  callSign: string;
  latitude: number;
  longitude: number;
  at: string;
}

export interface TrackWishView {
  participantId: string;
  source: MediaSource;
  height: number;
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

export interface TriageQuestion {
  code: string;
  text: string;
}

export interface UnitAvailability {
  commandId: string;
  unitId: string;
  available: boolean;
  reason: string | null;
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
  telephone: string | null;
}

export interface UserTelephone {
  number: string | null;
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
  Ask(ask: ConsultRequest): Promise<Reply<ConsultCard>>;
  Book(book: Booking): Promise<Reply<ConsultCard>>;
  Open(command: OfConsult): Promise<Reply<ConsultCard>>;
  MyConsults(): Promise<Reply<ConsultCard[]>>;
  WatchWaitingRoom(): Promise<Reply<WaitingRoom>>;
  Admit(command: OfConsult): Promise<Reply<ConsultCard>>;
  End(command: OfConsult): Promise<Reply<ConsultCard>>;
  Cancel(command: OfConsult): Promise<Reply<ConsultCard>>;
  Enter(consultId: string, afterMessage: number): Promise<Reply<ConsultView>>;
  EnterAgain(back: SeatReturn): Promise<Reply<ConsultView>>;
  Leave(consultId: string): Promise<Reply<Done>>;
  Say(say: NewMessage): Promise<Reply<ChatMessage>>;
  ShowMedia(consultId: string, media: MediaState): Promise<Reply<Done>>;
  InviteGuest(invite: GuestInvitation): Promise<Reply<GuestLink>>;
  RevokeGuest(revoke: GuestRevocation): Promise<Reply<Done>>;
  Negotiate(offer: MediaOffer): Promise<Reply<MediaAnswer>>;
  Candidate(consultId: string, candidate: string): Promise<Reply<Done>>;
  Lock(change: LockChange): Promise<Reply<ConsultCard>>;
  MuteParticipant(change: MuteChange): Promise<Reply<Done>>;
  RemoveParticipant(removal: Removal): Promise<Reply<Done>>;
  ReturnToWaitingRoom(command: PatientReturn): Promise<Reply<ConsultCard>>;
  TelephoneOfPatient(consultId: string): Promise<Reply<PatientTelephone>>;
  Watch(consultId: string, tracks: TrackWishView[]): Promise<Reply<Done>>;
  ListenTo(consultId: string, interpreterId: string | null): Promise<Reply<Done>>;
  ReportQuality(consultId: string, sample: QualitySample): Promise<Reply<Done>>;
  Quality(consultId: string): Promise<Reply<ConsultQuality>>;
  QualitySummary(consultId: string): Promise<Reply<ConsultQualitySummary>>;
}

export interface ConsultClient {
  ConsultChanged(consult: ConsultCard): void;
  WaitingRoomChanged(consult: ConsultCard): void;
  WaitingRoomLeft(consultId: string, version: number): void;
  PatientsPresent(presences: PatientPresence[]): void;
  PresenceChanged(consultId: string, participant: ParticipantView): void;
  MessageSaid(consultId: string, message: ChatMessage): void;
  GuestLinkChanged(consultId: string, link: GuestLink): void;
  MediaChanged(consultId: string, audioSlots: number, videoSlots: number): void;
  SeatTaken(consultId: string): void;
  MediaLost(consultId: string): void;
  SpeakerChanged(consultId: string, participantId: string | null): void;
  QualityChanged(consultId: string, quality: QualityView): void;
  LayersWanted(consultId: string, source: MediaSource, layers: number): void;
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
  StandDown(order: StandDownOrder): Promise<Reply<EmergencyRow>>;
  Divert(order: DiversionOrder): Promise<Reply<EmergencyRow>>;
  Reserve(order: ReservationOrder): Promise<Reply<EmergencyRow>>;
  StrikeAlarm(strike: AlarmStrike): Promise<Reply<EmergencyRow>>;
  WithdrawNeed(withdraw: NeedWithdrawal): Promise<Reply<EmergencyRow>>;
  ReportForUnit(report: RadioReport): Promise<Reply<EmergencyRow>>;
  SetUnitAvailability(availability: UnitAvailability): Promise<Reply<UnitRow>>;
  SearchAgain(command: OfEmergency): Promise<Reply<EmergencyRow>>;
  ChangePriority(change: NewPriority): Promise<Reply<EmergencyRow>>;
  AddNote(note: NewNote): Promise<Reply<EmergencyRow>>;
  Cancel(cancel: HelpCancellation): Promise<Reply<EmergencyRow>>;
  AcknowledgeAlarm(acknowledge: AlarmAcknowledgement): Promise<Reply<AlarmRow>>;
  AcknowledgeSilence(acknowledge: SilenceAcknowledgement): Promise<Reply<UnitRow>>;
}

export interface DispatchClient {
  BoardChanged(change: BoardChange): void;
  UnitsMoved(fixes: UnitFix[]): void;
  ModeChanged(mode: DispatchMode): void;
  ServiceChanged(notices: ServiceNotice[]): void;
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
  HelpChanged(help: HelpView): void;
  AttendanceChanged(attendance: Attendance): void;
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
  JobChanged(job: JobView | null): void;
  UnitChanged(unit: UnitRow): void;
}
