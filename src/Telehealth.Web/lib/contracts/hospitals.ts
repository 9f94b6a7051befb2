// Generated from the server's C# contracts; a test fails when it is out of date.

import type { TravelEstimate } from './emergencies';

/** Of why a hospital takes nobody, in UTF-16 units. */
export const longestHospitalReason = 300;

export interface ChosenHospital {
  code: string;
  name: string;
  travel: TravelEstimate | null;
  recommended: string | null;
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

export interface HospitalCommand {
  commandId: string;
  assignmentId: string;
  hospitalCode: string;
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

export type NoticeKind = 'coming' | 'notComing';

export type NoticeOutcome = 'waiting' | 'told' | 'failed' | 'byTelephone' | 'superseded' | 'rung';
