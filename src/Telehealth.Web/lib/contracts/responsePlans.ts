// Generated from the server's C# contracts; a test fails when it is out of date.

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

export interface ResponsePlansView {
  version: number;
  rows: PlanRow[];
  warnings: PlanWarning[];
}
