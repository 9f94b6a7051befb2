import type { AssignmentRow, EmergencyRow } from '../../../lib/contracts/dispatching';
import type { AssignmentStatus } from '../../../lib/contracts/domain/emergencies';
import type { UnitRow } from '../../../lib/contracts/units';
import { assignmentLabels, isLive, isOpen } from '../../emergencies/labels';
import { beginsWith } from '../../../lib/text/folding';
import { findIncidents, findUnit, type LineCommand, type Reading, type Verb, type World } from './commands';

export function withUnit(word: string | undefined, world: World, verb: Verb, then: (unit: UnitRow) => Reading): Reading {
  if (word === undefined) {
    return unfinished(`Which unit? ${verb.usage}`);
  }
  const unit = findUnit(word, world);
  if (unit !== null) {
    return then(unit);
  }
  const near = unitsLike(word, world);
  return near.length > 0 ? unfinished(`Which unit? ${near.join(', ')}.`) : wrong(`No unit ${word} is on shift.`);
}

const examples = 6;

export function unitsLike(word: string, world: World): string[] {
  return world.units
    .map((unit) => unit.callSign)
    .filter((sign) => beginsWith(sign, word))
    .slice(0, examples);
}

export function withIncident(word: string | undefined, world: World, verb: Verb, then: (row: EmergencyRow) => Reading): Reading {
  if (word === undefined) {
    return unfinished(`Which incident? ${verb.usage}`);
  }
  const found = findIncidents(word, world);
  const [row] = found;
  if (row === undefined && (word.length < 2 || /^e-?.?$/i.test(word)) && word !== '.') {
    return unfinished('Which incident? At least two characters of its number.');
  }
  if (row === undefined) {
    return wrong(word === '.' ? 'No incident is open.' : `There is no incident ${word}.`);
  }
  return found.length === 1
    ? then(row)
    : unfinished(
        `Which? ${word} could be ${found
          .slice(0, examples)
          .map((candidate) => candidate.number)
          .join(' or ')}.`,
      );
}

export function withOpenIncident(word: string | undefined, world: World, verb: Verb, then: (row: EmergencyRow) => Reading): Reading {
  return withIncident(word, world, verb, (row) => (isOpen(row.phase) ? then(row) : wrong(`${row.number} is over.`)));
}

export function withJob(unit: UnitRow, world: World, then: (row: EmergencyRow, job: AssignmentRow) => Reading): Reading {
  const row = world.emergencies.find((candidate) => candidate.id === unit.emergencyId);
  const job = row?.assignments.find((candidate) => candidate.unitId === unit.id && isLive(candidate.status));
  return row === undefined || job === undefined ? wrong(`${unit.callSign} has no job.`) : then(row, job);
}

/** Where an incident may be left out, the open one is meant. */
export function openWord(world: World): string | undefined {
  return world.openId === null ? undefined : '.';
}

export function nameOf(row: EmergencyRow): string {
  return `${row.number} (P${row.priority} ${row.complaintLabel})`;
}

export function lower(status: AssignmentStatus): string {
  return assignmentLabels[status].toLowerCase();
}

export function rest(words: readonly string[], from: number): string {
  return words.slice(from).join(' ');
}

export function tooLong(text: string, most: number): Reading | null {
  return text.length > most ? wrong(`At most ${most} characters; these are ${text.length}.`) : null;
}

export function wrong(text: string): Reading {
  return { state: 'wrong', text };
}

export function unfinished(text: string): Reading {
  return { state: 'unfinished', text };
}

export function ready(text: string, order: LineCommand): Reading {
  return { state: 'ready', text, order };
}
