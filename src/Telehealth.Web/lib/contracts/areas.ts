// Generated from the server's C# contracts; a test fails when it is out of date.

export interface EmergencyArea {
  code: string | null;
  name: string | null;
  desk: string | null;
}
