// Generated from the server's C# contracts; a test fails when it is out of date.

/** Up to this one crews drive with lights and sirens. */
export const lastUrgentPriority = 2;

export type Answer = 'yes' | 'no' | 'unknown';

export interface TriageAnswer {
  questionCode: string;
  answer: Answer;
}

export interface TriageQuestion {
  code: string;
  text: string;
}
