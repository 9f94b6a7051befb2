import { findHospitals, hospitalStates, stateLabels } from '../../hospitals/hospitalText';
import { type HospitalRow, type HospitalState, longestHospitalReason } from '../../../lib/contracts/hospitals';
import { isJob } from '../../emergencies/labels';
import type { Reading, Verb, World } from './commands';
import { lower, nameOf, ready, rest, tooLong, unfinished, withJob, withUnit, wrong } from './lineParts';

export function readHospital(words: readonly string[], world: World, verb: Verb): Reading {
  return withUnit(words[0], world, verb, (unit) =>
    withJob(unit, world, (row, job) => {
      if (!isJob(job.status)) {
        return wrong(`${unit.callSign} has not answered its offer of ${row.number} yet.`);
      }
      return withHospital(words[1], world, verb, (hospital) => {
        const why = hospital.reason ?? 'no reason was given';
        if (hospital.state === 'closed') {
          return wrong(`${hospital.name} is closed: ${why}. Once it takes patients: /hs ${hospital.code} open.`);
        }
        const although = hospital.state === 'divert' ? `, although it is on divert: ${why}` : '';
        return ready(`Sends ${unit.callSign}, ${lower(job.status)} on ${nameOf(row)}, to ${hospital.name}${although}.`, {
          kind: 'hospital',
          emergencyId: row.id,
          assignmentId: job.id,
          code: hospital.code,
        });
      });
    }),
  );
}

/** Until when is left to the list of hospitals: here it holds until somebody opens it, and the line says so. */
export function readHospitalStatus(words: readonly string[], world: World, verb: Verb): Reading {
  return withHospital(words[0], world, verb, (hospital) => {
    const typed = words[1]?.toLowerCase();
    const fitting = hospitalStates.filter((state) => typed !== undefined && state.startsWith(typed));
    const [state] = fitting;
    if (typed === undefined || fitting.length > 1) {
      return unfinished(`${hospital.name} is ${stateLabels[hospital.state].toLowerCase()}. Which is it now? ${hospitalStates.join(', ')}.`);
    }
    return state === undefined
      ? wrong(`“${words[1] ?? ''}” is none of ${hospitalStates.join(', ')}.`)
      : readState(hospital, state, rest(words, 2));
  });
}

function readState(hospital: HospitalRow, state: HospitalState, reason: string): Reading {
  if (state === 'open') {
    return ready(`Enters that ${hospital.name} is open.`, { kind: 'hospitalStatus', code: hospital.code, state, reason: null });
  }
  if (reason === '') {
    return unfinished(`Why is ${hospital.name} ${stateLabels[state].toLowerCase()}?`);
  }
  return (
    tooLong(reason, longestHospitalReason) ??
    ready(`Enters that ${hospital.name} is ${stateLabels[state].toLowerCase()} until somebody opens it: ${reason}`, {
      kind: 'hospitalStatus',
      code: hospital.code,
      state,
      reason,
    })
  );
}

const examples = 6;

function withHospital(word: string | undefined, world: World, verb: Verb, then: (hospital: HospitalRow) => Reading): Reading {
  if (world.hospitals === null) {
    return wrong('The hospitals have not been read yet. Shift H shows why.');
  }
  if (word === undefined) {
    return unfinished(
      `Which hospital? ${
        world.hospitals
          .slice(0, examples)
          .map((row) => row.code)
          .join(', ') || verb.usage
      }.`,
    );
  }
  const found = findHospitals(word, world.hospitals);
  const [hospital] = found;
  if (hospital === undefined) {
    return wrong(`There is no hospital ${word}.`);
  }
  return found.length === 1
    ? then(hospital)
    : unfinished(
        `Which? ${word} could be ${found
          .slice(0, examples)
          .map((row) => row.code)
          .join(' or ')}.`,
      );
}
