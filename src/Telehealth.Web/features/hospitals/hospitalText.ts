import type { AssignmentRow } from '../../lib/contracts/dispatching';
import type { TravelEstimate } from '../../lib/contracts/emergencies';
import type { HospitalNoticeView, HospitalRow, HospitalState } from '../../lib/contracts/hospitals';
import { travelSourceText } from '../emergencies/travelText';
import { beginsWith, finds, sameText } from '../../lib/text/folding';
import { whenText } from '../../lib/time/duration';

export const hospitalStates: readonly HospitalState[] = ['open', 'divert', 'closed'];

export const stateLabels: Readonly<Record<HospitalState, string>> = { open: 'Open', divert: 'On divert', closed: 'Closed' };

/** By name: a row that changes must not move away under the hand. */
export function byName(rows: readonly HospitalRow[]): HospitalRow[] {
  return [...rows].sort((a, b) => a.name.localeCompare(b.name, 'en', { numeric: true }));
}

/** What a glance needs: how many do not simply take patients. */
export function summaryText(rows: readonly HospitalRow[]): string {
  const count = (state: HospitalState): number => rows.filter((row) => row.state === state).length;
  return [
    [count('closed'), 'closed'],
    [count('divert'), 'on divert'],
    [count('open'), 'open'],
  ]
    .filter(([number]) => number !== 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ');
}

/** Until when it does not take patients, and why. */
export function closureText(row: HospitalRow, now: number): string | null {
  if (row.state === 'open') {
    return null;
  }
  const until = row.until === null ? 'somebody opens it' : whenText(row.until, now);
  return `${row.reason ?? 'No reason was given'}. Until ${until}.`;
}

/** The time is that of the last entry: one that ended by itself leaves it behind, so it is not since when the hospital is open. */
export function entryText(row: HospitalRow, now: number): string {
  return row.since === null
    ? 'Nobody has entered anything yet.'
    : `Last entry ${whenText(row.since, now)} by ${row.changedBy ?? 'somebody unknown'}.`;
}

export function roadText(travel: TravelEstimate): string {
  return `${(travel.metres / 1000).toFixed(1)} km ${travelSourceText(travel.source)}`;
}

/** Of the crew's present hospital: the last thing that was to be said to it. */
export function noticeFor(
  unit: Pick<AssignmentRow, 'id' | 'hospitalName'>,
  notices: readonly HospitalNoticeView[],
): HospitalNoticeView | null {
  return newest(
    notices.filter((notice) => notice.assignmentId === unit.id && notice.hospitalName === unit.hospitalName && notice.kind === 'coming'),
  );
}

export type ToldTone = 'told' | 'waiting' | 'ring';

/** Whether the hospital knows. Nothing that is not known is called told. */
export function toldText(notice: HospitalNoticeView | null, telephone: string | null): { tone: ToldTone; words: string } {
  const ring = `ring them${telephone === null ? '' : `, ${telephone}`}`;
  switch (notice?.outcome) {
    case 'told':
      return { tone: 'told', words: 'told' };
    case 'rung':
      return { tone: 'told', words: `told by telephone${notice.toldBy === null ? '' : ` by ${notice.toldBy}`}` };
    case 'failed':
      return { tone: 'ring', words: `could not be told: ${ring}` };
    case 'byTelephone':
      return { tone: 'ring', words: `takes no messages: ${ring}` };
    case 'waiting':
      return {
        tone: 'waiting',
        words: notice.tries === 0 ? 'being told' : `being told, ${notice.tries} ${notice.tries === 1 ? 'try' : 'tries'} without an answer`,
      };
    case 'superseded':
    case undefined:
      return { tone: 'waiting', words: 'not known yet whether they were told' };
  }
}

/** Hospitals that wait for somebody who will not come, and that only a person can tell so. */
export function toBeRung(notices: readonly HospitalNoticeView[]): HospitalNoticeView[] {
  const last = new Map<string, HospitalNoticeView>();
  for (const notice of notices) {
    const key = `${notice.assignmentId} ${notice.hospitalCode}`;
    last.set(key, newest([notice, ...(last.has(key) ? [last.get(key) as HospitalNoticeView] : [])]) as HospitalNoticeView);
  }
  return [...last.values()].filter(
    (notice) => notice.kind === 'notComing' && (notice.outcome === 'failed' || notice.outcome === 'byTelephone'),
  );
}

function newest(notices: readonly HospitalNoticeView[]): HospitalNoticeView | null {
  return [...notices].sort((a, b) => Date.parse(b.at) - Date.parse(a.at))[0] ?? null;
}

/** Hours that the form offers; '' is until somebody opens it, 'at' is a time that is typed. */
export const lengths: readonly { value: string; label: string }[] = [
  { value: '', label: 'Until somebody opens it' },
  { value: '1', label: 'For 1 hour' },
  { value: '2', label: 'For 2 hours' },
  { value: '4', label: 'For 4 hours' },
  { value: '8', label: 'For 8 hours' },
  { value: 'at', label: 'Until a time' },
];

const hourMs = 3_600_000;

/** ISO 8601, null for no end, undefined for a time that cannot be read. */
export function endOf(length: string, typed: string, now: number): string | null | undefined {
  if (length === '') {
    return null;
  }
  const at = length === 'at' ? Date.parse(typed) : now + Number(length) * hourMs;
  return Number.isFinite(at) ? new Date(at).toISOString() : undefined;
}

/** As a field for a date and time wants it: this device's zone, to the minute. */
export function localTime(iso: string): string {
  const at = new Date(iso);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** By its code, by the beginning of it, or by the beginning of a word of its name. */
export function findHospitals(word: string, rows: readonly HospitalRow[]): HospitalRow[] {
  const exact = rows.filter((row) => sameText(row.code, word));
  return exact.length > 0 ? exact : rows.filter((row) => beginsWith(row.code, word) || finds(word, row.name));
}
