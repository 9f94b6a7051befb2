import { byName, findHospitals, hospitalStates, stateLabels } from '../../hospitals/hospitalText';
import type { EmergencyRow } from '../../../lib/contracts/dispatching';
import { reportsAfter } from '../../../lib/contracts/domain/emergencies';
import { queueOrder } from '../../emergencies/queue';
import { assignmentLabels, isLive, isOpen, priorityNames } from '../../emergencies/labels';
import { unitStatusText } from '../../units/unitStatusText';
import { beginsWith, contains } from '../../../lib/text/folding';
import { foldDigits } from '../../../lib/text/plainText';
import { findUnit, splitLine, statusNames, verbOf, verbs, type Slot, type World } from './commands';

export interface Completion {
  /** The whole line as it stands once this is taken. */
  line: string;
  word: string;
  detail: string;
}

const atMost = 8;

/** What may stand where the line ends now. */
export function complete(text: string, world: World): Completion[] {
  const { words, partial } = splitLine(text);
  const before = text.slice(0, text.length - partial.length);
  return candidates(words, partial, world)
    .filter((candidate) => candidate.word.toLowerCase() !== partial.toLowerCase())
    .slice(0, atMost)
    .map((candidate) => ({ ...candidate, line: `${before}${candidate.word} ` }));
}

type Candidate = Omit<Completion, 'line'>;

function candidates(words: readonly string[], partial: string, world: World): Candidate[] {
  const [first] = words;
  if (first === undefined) {
    return [...verbCandidates(partial), ...(partial.startsWith('/') || partial === '' ? [] : unitCandidates(partial, world))];
  }
  const found = verbOf(first, world);
  if (found === null) {
    return [];
  }
  const slot: Slot | undefined = found.verb.slots[words.length - (found.shortened ? 0 : 1)];
  switch (slot) {
    case 'unit':
      return unitCandidates(partial, world);
    case 'incident':
      return incidentCandidates(partial, world);
    case 'status':
      return statusCandidates(words[words.length - 1] ?? '', partial, world);
    case 'priority':
      return Object.entries(priorityNames)
        .filter(([value]) => value.startsWith(partial))
        .map(([word, detail]) => ({ word, detail }));
    case 'hospital':
      return hospitalCandidates(partial, world);
    case 'hospitalState':
      return hospitalStates
        .filter((state) => state.startsWith(partial.toLowerCase()))
        .map((state) => ({ word: state, detail: stateLabels[state] }));
    case 'text':
    case undefined:
      return [];
  }
}

function verbCandidates(partial: string): Candidate[] {
  const typed = partial.replace(/^\//, '').toLowerCase();
  return verbs
    .filter((verb) => verb.name.startsWith(typed) && verb.name !== typed)
    .map((verb) => ({ word: verb.name === '?' ? '?' : `/${verb.name}`, detail: verb.does }));
}

function unitCandidates(partial: string, world: World): Candidate[] {
  return world.units
    .filter((unit) => beginsWith(unit.callSign, partial))
    .map((unit) => ({ word: unit.callSign, detail: unitStatusText(unit) }));
}

/** By number, or by a word of the complaint: the number is then written. */
function incidentCandidates(partial: string, world: World): Candidate[] {
  const typed = foldDigits(partial).toLowerCase();
  const fits = (row: EmergencyRow): boolean =>
    row.number.toLowerCase().startsWith(typed) ||
    row.number.toLowerCase().startsWith(`e-${typed}`) ||
    contains(partial, row.complaintLabel);
  return world.emergencies
    .filter((row) => isOpen(row.phase) && fits(row))
    .sort(queueOrder)
    .map((row) => ({ word: row.number, detail: `P${row.priority} ${row.complaintLabel}${row.id === world.openId ? ', open' : ''}` }));
}

/** By code or by a word of the name: the code is then written. */
function hospitalCandidates(partial: string, world: World): Candidate[] {
  return byName(findHospitals(partial, world.hospitals ?? [])).map((row) => ({
    word: row.code,
    detail: `${row.name}, ${stateLabels[row.state].toLowerCase()}`,
  }));
}

/** Only what may follow now: what is offered can be reported. */
function statusCandidates(unitWord: string, partial: string, world: World): Candidate[] {
  const unit = findUnit(unitWord, world);
  const row = world.emergencies.find((candidate) => candidate.id === unit?.emergencyId);
  const job = row?.assignments.find((candidate) => candidate.unitId === unit?.id && isLive(candidate.status));
  const next: readonly string[] =
    job !== undefined ? reportsAfter[job.status] : unit === null ? [] : [unit.status === 'available' ? 'unavailable' : 'available'];
  return statusNames
    .filter((known) => next.includes(known.status) && known.names.some((name) => name.startsWith(partial.toLowerCase())))
    .map((known) => ({
      word: known.names[0] ?? '',
      detail: known.status === 'available' || known.status === 'unavailable' ? 'No job' : assignmentLabels[known.status],
    }));
}
