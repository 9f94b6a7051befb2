// Generated from the server's C# contracts; a test fails when it is out of date.

export interface MoveHint {
  to: string | null;
  withinMs: number;
}
