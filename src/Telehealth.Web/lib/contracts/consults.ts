// Generated from the server's C# contracts; a test fails when it is out of date.

import type { MediaSource, ParticipantRole, ReturnReason } from './domain/consults';
import type { MoveHint } from './live';
import type { QualityCause, QualityRung } from './media';
import type { Done, Reply } from './replies';

export interface Booking {
  commandId: string;
  patientId: string;
  startsAt: string;
  reason: string;
}

export interface ChatMark {
  participantId: string;
  delivered: number;
  read: number;
}

export interface ChatMessage {
  sequence: number;
  commandId: string;
  from: string;
  fromName: string;
  text: string;
  at: string;
  fromGuest: boolean;
  withdrawnAt: string | null;
  withdrawnBy: string | null;
}

export interface ChatPage {
  messages: ChatMessage[];
  hasEarlier: boolean;
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
  hasEarlier: boolean;
  marks: ChatMark[];
  guestLinks: GuestLink[];
  iceServers: IceServer[];
  speakerId: string | null;
  quality: QualityView[];
  serverTime: string;
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

export interface GuestRevocation {
  commandId: string;
  consultId: string;
  linkId: string;
}

export interface IceServer {
  urls: string[];
  username: string | null;
  credential: string | null;
}

export interface LockChange {
  commandId: string;
  consultId: string;
  locked: boolean;
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

export interface MediaState {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  interrupted: boolean;
}

export interface MessageWithdrawal {
  commandId: string;
  consultId: string;
  sequence: number;
}

export interface MessagesSeen {
  consultId: string;
  delivered: number;
  read: number;
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

export interface NewMessage {
  commandId: string;
  consultId: string;
  text: string;
}

export interface OfConsult {
  commandId: string;
  consultId: string;
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
  readsAfter: number;
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

export type PresenceState = 'here' | 'reconnecting' | 'away';

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

export interface ReasonChange {
  commandId: string;
  consultId: string;
  reason: string;
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

export interface Removal {
  commandId: string;
  consultId: string;
  participantId: string;
}

export interface SeatReturn {
  consultId: string;
  afterMessage: number;
  sitting: string;
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

export interface TrackWishView {
  participantId: string;
  source: MediaSource;
  height: number;
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
  ChangeReason(change: ReasonChange): Promise<Reply<ConsultCard>>;
  MyConsults(): Promise<Reply<ConsultCard[]>>;
  WatchWaitingRoom(): Promise<Reply<WaitingRoom>>;
  Admit(command: OfConsult): Promise<Reply<ConsultCard>>;
  End(command: OfConsult): Promise<Reply<ConsultCard>>;
  Cancel(command: OfConsult): Promise<Reply<ConsultCard>>;
  Enter(consultId: string, afterMessage: number): Promise<Reply<ConsultView>>;
  EnterAgain(back: SeatReturn): Promise<Reply<ConsultView>>;
  Leave(consultId: string): Promise<Reply<Done>>;
  Say(say: NewMessage): Promise<Reply<ChatMessage>>;
  WithdrawMessage(withdrawal: MessageWithdrawal): Promise<Reply<ChatMessage>>;
  EarlierMessages(consultId: string, before: number): Promise<Reply<ChatPage>>;
  MarkMessages(seen: MessagesSeen): Promise<Reply<Done>>;
  Typing(consultId: string): Promise<Reply<Done>>;
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
  Move(hint: MoveHint): void;
  ConsultChanged(consult: ConsultCard): void;
  WaitingRoomChanged(consult: ConsultCard): void;
  WaitingRoomLeft(consultId: string, version: number): void;
  PatientsPresent(presences: PatientPresence[]): void;
  PresenceChanged(consultId: string, participant: ParticipantView): void;
  MessageSaid(consultId: string, message: ChatMessage): void;
  MessagesMarked(consultId: string, marks: ChatMark[]): void;
  Typing(consultId: string, participantId: string): void;
  GuestLinkChanged(consultId: string, link: GuestLink): void;
  MediaChanged(consultId: string, audioSlots: number, videoSlots: number): void;
  SeatTaken(consultId: string): void;
  RoomMoved(consultId: string): void;
  MediaLost(consultId: string): void;
  SpeakerChanged(consultId: string, participantId: string | null): void;
  QualityChanged(consultId: string, quality: QualityView): void;
  LayersWanted(consultId: string, source: MediaSource, layers: number): void;
}
