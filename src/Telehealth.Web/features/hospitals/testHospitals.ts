import type { HospitalNoticeView, HospitalRow } from '../../lib/contracts/hospitals';

/** For tests; what a test is about stands in the test. */
export function aHospital(code: string, change: Partial<HospitalRow> = {}): HospitalRow {
  return {
    code,
    name: `${code} Hospital`,
    latitude: 48.4,
    longitude: 9.6,
    capabilities: 'emergency department',
    telephone: null,
    toldByServer: false,
    state: 'open',
    reason: null,
    since: null,
    until: null,
    changedBy: null,
    ...change,
  };
}

export function aNotice(hospitalName: string, change: Partial<HospitalNoticeView> = {}): HospitalNoticeView {
  return {
    id: hospitalName,
    assignmentId: 'job-A12',
    unitId: 'A12',
    hospitalCode: hospitalName.toLowerCase(),
    hospitalName,
    kind: 'coming',
    outcome: 'waiting',
    at: '2026-01-01T10:05:00Z',
    toldAt: null,
    toldBy: null,
    tries: 0,
    text: '',
    ...change,
  };
}
