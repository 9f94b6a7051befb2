import type { AlarmRow, EmergencyRow } from '../../../lib/contracts/dispatching';
import type { AssignmentStatus } from '../../../lib/contracts/domain/emergencies';
import type { HospitalRow, HospitalState } from '../../../lib/contracts/hospitals';
import type { UnitRow } from '../../../lib/contracts/units';
import { sameText } from '../../../lib/text/folding';
import { foldDigits } from '../../../lib/text/plainText';

/** Of the field, for whoever wants to put the focus there. */
export const commandLineId = 'command-line';

/** What the line is read against: the board as it is on the screen. */
export interface World {
  units: readonly UnitRow[];
  emergencies: readonly EmergencyRow[];
  /** Those that nobody has acknowledged, oldest first. */
  alarms: readonly AlarmRow[];
  openId: string | null;
  /** Null while they have not been read. */
  hospitals: readonly HospitalRow[] | null;
}

/** What Enter will ask for: ids that were read from the board, so that what was shown is what is done. */
export type LineCommand =
  | { kind: 'status'; emergencyId: string; assignmentId: string; status: AssignmentStatus }
  | { kind: 'availability'; unitId: string; available: boolean; reason: string | null }
  | { kind: 'assign' | 'reserve'; emergencyId: string; unitId: string }
  | { kind: 'relieve'; emergencyId: string; unitId: string; assignmentId: string; reason: string | null }
  | { kind: 'divert'; emergencyId: string; assignmentId: string; toId: string; reason: string }
  | { kind: 'standDown'; emergencyId: string; assignmentId: string; reason: string }
  | { kind: 'note'; emergencyId: string; text: string }
  | { kind: 'priority'; emergencyId: string; priority: number; reason: string }
  | { kind: 'strike'; emergencyId: string; level: number }
  | { kind: 'hospital'; emergencyId: string; assignmentId: string; code: string }
  | { kind: 'hospitalStatus'; code: string; state: HospitalState; reason: string | null }
  | { kind: 'open'; emergencyId: string }
  | { kind: 'acknowledge'; alarmId: string }
  | { kind: 'help' };

export type Reading =
  | { state: 'empty' }
  /** Right so far; the text says what comes next. */
  | { state: 'unfinished'; text: string }
  | { state: 'wrong'; text: string }
  /** The text says what Enter will do. */
  | { state: 'ready'; text: string; order: LineCommand };

export type Slot = 'unit' | 'incident' | 'status' | 'priority' | 'hospital' | 'hospitalState' | 'text';

export type VerbName = 's' | 'a' | 'd' | 'r' | 'sd' | 'h' | 'n' | 'p' | 'al' | 'to' | 'hs' | 'x' | 'ack' | '?';

export interface Verb {
  name: VerbName;
  slots: readonly Slot[];
  usage: string;
  does: string;
}

export const verbs: readonly Verb[] = [
  {
    name: 's',
    slots: ['unit', 'status', 'text'],
    usage: '/s A12 onscene',
    does: 'Report a status that a crew said by radio; A12 os is enough',
  },
  { name: 'a', slots: ['unit', 'incident'], usage: '/a A12 E-1AB2C3', does: 'Offer an incident to a unit' },
  { name: 'd', slots: ['unit', 'incident', 'text'], usage: '/d A12 E-1AB2C3', does: 'Divert a unit that is under way' },
  { name: 'r', slots: ['unit', 'incident'], usage: '/r A12 E-1AB2C3', does: 'Keep an incident for a unit until it is clear' },
  { name: 'sd', slots: ['unit', 'text'], usage: '/sd A12 reason', does: 'Stand a unit down' },
  { name: 'h', slots: ['unit', 'unit', 'text'], usage: '/h A12 A14', does: 'Have A12 relieved by A14' },
  { name: 'n', slots: ['incident', 'text'], usage: '/n E-1AB2C3 text', does: 'Write a note' },
  { name: 'p', slots: ['incident', 'priority', 'text'], usage: '/p E-1AB2C3 1 reason', does: 'Change the priority' },
  { name: 'al', slots: ['incident'], usage: '/al E-1AB2C3', does: 'Strike the next alarm level' },
  { name: 'to', slots: ['unit', 'hospital'], usage: '/to A12 north', does: 'Choose the hospital that a unit goes to' },
  {
    name: 'hs',
    slots: ['hospital', 'hospitalState', 'text'],
    usage: '/hs north divert reason',
    does: 'Enter that a hospital is open, on divert or closed',
  },
  { name: 'x', slots: ['incident'], usage: '/x E-1AB2C3', does: 'Open an incident' },
  { name: 'ack', slots: [], usage: '/ack', does: 'Acknowledge the oldest alarm' },
  { name: '?', slots: [], usage: '?', does: 'Show all keys and commands' },
];

/** What a person types for a status; the first is what completion writes. `av` and `un` are for a unit without a job. */
export const statusNames: readonly { status: AssignmentStatus | 'available' | 'unavailable'; names: readonly string[] }[] = [
  { status: 'enRoute', names: ['enroute', 'er'] },
  { status: 'onScene', names: ['onscene', 'os'] },
  { status: 'transporting', names: ['transporting', 'tr'] },
  { status: 'atHospital', names: ['athospital', 'ah'] },
  { status: 'clear', names: ['clear', 'cl'] },
  { status: 'available', names: ['available', 'av'] },
  { status: 'unavailable', names: ['unavailable', 'un'] },
];

/** The words of a line that are finished, and the one at its end that is still being typed. */
export function splitLine(text: string): { words: string[]; partial: string } {
  const all = text.replace(/^\s+/, '').split(/\s+/);
  return { words: all.slice(0, -1), partial: all[all.length - 1] ?? '' };
}

/** Without its slash. A call sign in the place of the verb is short for its status. */
export function verbOf(word: string, world: World): { verb: Verb; shortened: boolean } | null {
  const name = word.replace(/^\//, '').toLowerCase();
  const status = verbs[0];
  if (!word.startsWith('/') && status !== undefined && world.units.some((unit) => sameText(unit.callSign, name))) {
    return { verb: status, shortened: true };
  }
  const verb = verbs.find((candidate) => candidate.name === name);
  return verb === undefined ? null : { verb, shortened: false };
}

export function findUnit(word: string, world: World): UnitRow | null {
  return world.units.find((unit) => sameText(unit.callSign, word)) ?? null;
}

const shortestPrefix = 2;

/** By its number, by the beginning of it when no other begins so, or by a full stop for the one that is open. */
export function findIncidents(word: string, world: World): EmergencyRow[] {
  if (word === '.') {
    return world.emergencies.filter((row) => row.id === world.openId);
  }
  const typed = foldDigits(word).toUpperCase();
  const wanted = typed.replace(/^E-?/, '');
  const exact = world.emergencies.filter((row) => bare(row) === wanted || bare(row) === typed);
  return exact.length > 0 || wanted.length < shortestPrefix
    ? exact
    : world.emergencies.filter((row) => bare(row).startsWith(wanted) || bare(row).startsWith(typed));
}

function bare(row: EmergencyRow): string {
  return row.number.toUpperCase().replace(/^E-/, '');
}
