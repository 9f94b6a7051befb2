// Generated from the server's C# contracts; a test fails when it is out of date.

export type Answer = 'yes' | 'no' | 'unknown';

export interface TriageAnswer {
  questionCode: string;
  answer: Answer;
}

export interface TriageQuestion {
  code: string;
  text: string;
}
