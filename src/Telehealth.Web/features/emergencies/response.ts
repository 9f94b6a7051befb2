import type { AssignmentRow, EmergencyRow, LeftOut, NeedRow, ReservationRow } from '../../lib/contracts/dispatching';
import { isJob, isLive } from './labels';

/** One unit that the response asks for, who meets it, and for whom it is kept. */
export interface NeedLine {
  need: NeedRow;
  /** Whoever has the job first, then whoever was asked, then whoever is clear. Two while one crew relieves another. */
  units: readonly AssignmentRow[];
  kept: readonly ReservationRow[];
}

export function responseOf(row: EmergencyRow): NeedLine[] {
  return [...row.needs]
    .sort((a, b) => a.number - b.number)
    .map((need) => {
      const units = row.assignments.filter((unit) => unit.need === need.number).sort((a, b) => rank(a) - rank(b) || a.epoch - b.epoch);
      return {
        need,
        units,
        kept: row.reservations.filter((kept) => kept.need === need.number),
      };
    });
}

function rank(unit: AssignmentRow): number {
  return isJob(unit.status) ? 0 : isLive(unit.status) ? 1 : 2;
}

/** Those who are bound by it, in the order of the response. */
export function liveUnits(row: EmergencyRow): AssignmentRow[] {
  return responseOf(row).flatMap((line) => line.units.filter((unit) => isLive(unit.status)));
}

/** Reasons in the order in which somebody would want to overrule them; an unknown one comes last. */
const reasonLabels: Readonly<Record<string, string>> = {
  'unit.declined': 'Declined or did not answer',
  'unit.fix_too_old': 'Position too old',
  'unit.no_fix': 'No position yet',
  'unit.lacks_skill': 'Lacks a skill',
  'unit.outside_area': 'Outside its area',
  'unit.assigned': 'Has a job or an offer',
  'unit.unavailable': 'Not available',
  'unit.off_shift': 'Off shift',
};

export interface LeftOutGroup {
  reason: string;
  words: string;
  units: readonly LeftOut[];
}

export function leftOutGroups(leftOut: readonly LeftOut[]): LeftOutGroup[] {
  const known = Object.keys(reasonLabels);
  const order = (reason: string): number => (known.includes(reason) ? known.indexOf(reason) : known.length);
  return [...new Set(leftOut.map((left) => left.reason))]
    .sort((a, b) => order(a) - order(b))
    .map((reason) => {
      const units = leftOut.filter((left) => left.reason === reason);
      return { reason, words: reasonLabels[reason] ?? units[0]?.text ?? reason, units };
    });
}
