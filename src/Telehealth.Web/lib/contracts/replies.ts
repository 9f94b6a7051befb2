// Generated from the server's C# contracts; a test fails when it is out of date.

export interface Done {
}

export interface Refusal {
  code: string;
  text: string;
}

export type Reply<T> = { value: T; error: null } | { value: null; error: Refusal };
