// Generated from the server's C# contracts; a test fails when it is out of date.

import type { TravelEstimate } from './emergencies';

export interface PostCommand {
  commandId: string;
  unitId: string;
  post: string;
}

export interface PostMoveView {
  unitId: string;
  callSign: string;
  post: string;
  travel: TravelEstimate;
  gain: number;
  reason: string;
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
