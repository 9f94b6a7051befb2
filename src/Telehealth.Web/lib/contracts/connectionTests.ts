// Generated from the server's C# contracts; a test fails when it is out of date.

import type { IceServer, MidSource } from './consults';
import type { MediaSource } from './domain/consults';

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
