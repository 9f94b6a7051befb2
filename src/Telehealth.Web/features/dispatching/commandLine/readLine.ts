import {
  type AssignmentStatus,
  longestEmergencyReason,
  longestEmergencyText,
  reportsAfter,
} from '../../../lib/contracts/domain/emergencies';
import type { UnitRow } from '../../../lib/contracts/units';
import { isJob, isUnderWay, priorityNames } from '../../emergencies/labels';
import { plainLine } from '../../../lib/text/plainText';
import { statusNames, verbOf, type Reading, type Verb, type VerbName, type World } from './commands';
import {
  lower,
  nameOf,
  openWord,
  ready,
  rest,
  tooLong,
  unfinished,
  unitsLike,
  withIncident,
  withJob,
  withOpenIncident,
  withUnit,
  wrong,
} from './lineParts';
import { readHospital, readHospitalStatus } from './readHospital';

/** Says what Enter will do, what is still missing, or what is wrong. Changes nothing. */
export function readLine(text: string, world: World): Reading {
  const words = plainLine(text)
    .split(' ')
    .filter((word) => word !== '');
  const [first] = words;
  if (first === undefined || first === '/') {
    return { state: 'empty' };
  }
  const found = verbOf(first, world);
  if (found === null) {
    const begun = words.length === 1 ? unitsLike(first, world) : [];
    if (begun.length > 0) {
      return unfinished(`Which unit? ${begun.join(', ')}.`);
    }
    return wrong(
      first.startsWith('/')
        ? `There is no command ${first}. Type ? to see all.`
        : `${first} is neither a command nor a unit on shift. Type ? to see all.`,
    );
  }
  const line = found.shortened ? words : words.slice(1);
  return readers[found.verb.name](line, world, found.verb);
}

type Reader = (words: readonly string[], world: World, verb: Verb) => Reading;

const readers: Readonly<Record<VerbName, Reader>> = {
  s: readStatus,
  a: readAssign,
  d: readDivert,
  r: readReserve,
  sd: readStandDown,
  h: readRelieve,
  n: readNote,
  p: readPriority,
  al: readStrike,
  to: readHospital,
  hs: readHospitalStatus,
  x: (words, world, verb) =>
    withIncident(words[0], world, verb, (row) => ready(`Opens ${nameOf(row)}.`, { kind: 'open', emergencyId: row.id })),
  ack: readAcknowledge,
  '?': () => ready('Shows all keys and commands.', { kind: 'help' }),
};

function readStatus(words: readonly string[], world: World, verb: Verb): Reading {
  return withUnit(words[0], world, verb, (unit) => {
    const typed = words[1]?.toLowerCase();
    if (typed === undefined) {
      return unfinished(`${unit.callSign}: which status? ${statusNames.map((known) => known.names[1]).join(', ')}.`);
    }
    const status = statusNames.find((known) => known.names.some((name) => name === typed))?.status;
    if (status === undefined && statusNames.some((known) => known.names[0]?.startsWith(typed))) {
      return unfinished(
        `${unit.callSign}: which status? ${statusNames
          .map((known) => known.names[0])
          .filter((name) => name?.startsWith(typed))
          .join(', ')}.`,
      );
    }
    if (status === undefined) {
      return wrong(`“${words[1]}” is not a status. There are ${statusNames.map((known) => known.names[0]).join(', ')}.`);
    }
    return status === 'available' || status === 'unavailable'
      ? readAvailability(unit, status, rest(words, 2))
      : readReport(unit, status, world);
  });
}

function readAvailability(unit: UnitRow, status: 'available' | 'unavailable', reason: string): Reading {
  if (unit.emergencyId !== null) {
    return wrong(`${unit.callSign} has a job or an offer. It is free once it is clear: ${unit.callSign} cl.`);
  }
  if (status === unit.status) {
    return wrong(`${unit.callSign} is ${status} already.`);
  }
  if (status === 'unavailable' && reason === '') {
    return unfinished(`Why is ${unit.callSign} unavailable?`);
  }
  return (
    tooLong(reason, longestEmergencyReason) ??
    ready(status === 'available' ? `Marks ${unit.callSign} as available.` : `Marks ${unit.callSign} as unavailable: ${reason}`, {
      kind: 'availability',
      unitId: unit.id,
      available: status === 'available',
      reason: reason === '' ? null : reason,
    })
  );
}

function readReport(unit: UnitRow, status: AssignmentStatus, world: World): Reading {
  return withJob(unit, world, (row, job) => {
    if (job.status === 'offered') {
      return wrong(`${unit.callSign} has not answered its offer of ${row.number} yet.`);
    }
    if (!reportsAfter[job.status].includes(status)) {
      const why = status === job.status ? 'that is its status already' : `${lower(status)} cannot follow`;
      return wrong(`${unit.callSign} is ${lower(job.status)}: ${why}.`);
    }
    return ready(`Reports ${unit.callSign} ${lower(status)} on ${nameOf(row)}, said by radio.`, {
      kind: 'status',
      emergencyId: row.id,
      assignmentId: job.id,
      status,
    });
  });
}

function readAssign(words: readonly string[], world: World, verb: Verb): Reading {
  return withUnit(words[0], world, verb, (unit) =>
    withOpenIncident(words[1] ?? openWord(world), world, verb, (row) => {
      if (unit.emergencyId !== null) {
        const where = world.emergencies.find((other) => other.id === unit.emergencyId)?.number ?? 'another incident';
        return wrong(
          unit.emergencyId === row.id
            ? `${unit.callSign} is on ${row.number} already.`
            : `${unit.callSign} has a job or an offer on ${where}. Divert it with /d, or keep the job for it with /r.`,
        );
      }
      if (unit.status !== 'available') {
        return wrong(`${unit.callSign} is not available${unit.unavailableReason === null ? '' : `: ${unit.unavailableReason}`}.`);
      }
      const how = { meets: '', replaces: ' in the place of the unanswered offer', onTop: ' as an extra unit: nothing is missing' }[
        row.offerEffect
      ];
      return ready(`Offers ${nameOf(row)} to ${unit.callSign}${how}.`, { kind: 'assign', emergencyId: row.id, unitId: unit.id });
    }),
  );
}

function readDivert(words: readonly string[], world: World, verb: Verb): Reading {
  return withUnit(words[0], world, verb, (unit) =>
    withJob(unit, world, (from, job) => {
      if (!isUnderWay(job.status)) {
        return wrong(`${unit.callSign} is ${lower(job.status)} on ${from.number}: only a unit on its way can be diverted.`);
      }
      const elsewhere = from.id === world.openId ? undefined : openWord(world);
      return withOpenIncident(words[1] ?? elsewhere, world, verb, (to) => {
        if (to.id === from.id) {
          return wrong(`${unit.callSign} is on its way to ${to.number} already.`);
        }
        const given = rest(words, 2);
        const reason = given === '' ? `Sent to ${to.number}, priority ${to.priority}.` : given;
        return (
          tooLong(reason, longestEmergencyReason) ??
          ready(`Takes ${unit.callSign} from ${nameOf(from)}, which waits again, and offers it ${nameOf(to)}.`, {
            kind: 'divert',
            emergencyId: from.id,
            assignmentId: job.id,
            toId: to.id,
            reason,
          })
        );
      });
    }),
  );
}

function readReserve(words: readonly string[], world: World, verb: Verb): Reading {
  return withUnit(words[0], world, verb, (unit) =>
    withOpenIncident(words[1] ?? openWord(world), world, verb, (row) => {
      if (unit.status === 'available') {
        return wrong(`${unit.callSign} is free: offer it the job now with /a.`);
      }
      if (unit.emergencyId === row.id) {
        return wrong(`${unit.callSign} is on ${row.number} already.`);
      }
      return row.missing === 0
        ? wrong(`Nothing is missing on ${row.number}.`)
        : ready(`Keeps ${nameOf(row)} for ${unit.callSign} until it is clear.`, { kind: 'reserve', emergencyId: row.id, unitId: unit.id });
    }),
  );
}

function readStandDown(words: readonly string[], world: World, verb: Verb): Reading {
  return withUnit(words[0], world, verb, (unit) =>
    withJob(unit, world, (row, job) => {
      const reason = rest(words, 1);
      if (reason === '') {
        return unfinished(`Why is ${unit.callSign} stood down from ${row.number}?`);
      }
      return (
        tooLong(reason, longestEmergencyReason) ??
        ready(
          job.status === 'offered'
            ? `Withdraws the offer of ${nameOf(row)} to ${unit.callSign}: ${reason}`
            : `Stands ${unit.callSign} down from ${nameOf(row)}: ${reason}`,
          { kind: 'standDown', emergencyId: row.id, assignmentId: job.id, reason },
        )
      );
    }),
  );
}

function readRelieve(words: readonly string[], world: World, verb: Verb): Reading {
  return withUnit(words[0], world, verb, (present) =>
    withJob(present, world, (row, job) => {
      if (!isJob(job.status)) {
        return wrong(`${present.callSign} has not accepted: only a crew that took the job can be relieved.`);
      }
      return withUnit(words[1], world, verb, (next) => {
        if (next.id === present.id || next.status !== 'available') {
          return wrong(next.id === present.id ? 'A crew cannot relieve itself.' : `${next.callSign} is not available.`);
        }
        const reason = rest(words, 2);
        return (
          tooLong(reason, longestEmergencyReason) ??
          ready(`Offers ${nameOf(row)} to ${next.callSign}, to relieve ${present.callSign}, which stays until then.`, {
            kind: 'relieve',
            emergencyId: row.id,
            unitId: next.id,
            assignmentId: job.id,
            reason: reason === '' ? null : reason,
          })
        );
      });
    }),
  );
}

function readNote(words: readonly string[], world: World, verb: Verb): Reading {
  return withIncident(words[0], world, verb, (row) => {
    const text = rest(words, 1);
    return text === ''
      ? unfinished(`What should the note on ${row.number} say?`)
      : (tooLong(text, longestEmergencyText) ?? ready(`Notes on ${nameOf(row)}: ${text}`, { kind: 'note', emergencyId: row.id, text }));
  });
}

function readPriority(words: readonly string[], world: World, verb: Verb): Reading {
  return withOpenIncident(words[0], world, verb, (row) => {
    const typed = words[1]?.replace(/^p/i, '');
    if (typed === undefined) {
      return unfinished(`${row.number} has priority ${row.priority}. Choose 1, 2, 3 or 4.`);
    }
    const priority = Number(typed);
    const name = priorityNames[priority];
    if (name === undefined || priority === row.priority) {
      return wrong(name === undefined ? 'A priority is 1, 2, 3 or 4.' : `${row.number} has priority ${priority} already.`);
    }
    const reason = rest(words, 2);
    return reason === ''
      ? unfinished(`Why does ${row.number} get priority ${priority}?`)
      : (tooLong(reason, longestEmergencyReason) ??
          ready(`Gives ${nameOf(row)} priority ${priority}, ${name.toLowerCase()}: ${reason}`, {
            kind: 'priority',
            emergencyId: row.id,
            priority,
            reason,
          }));
  });
}

function readStrike(words: readonly string[], world: World, verb: Verb): Reading {
  return withOpenIncident(words[0] ?? openWord(world), world, verb, (row) =>
    ready(`Strikes alarm level ${row.alarmLevel + 1} for ${nameOf(row)}.`, {
      kind: 'strike',
      emergencyId: row.id,
      level: row.alarmLevel + 1,
    }),
  );
}

function readAcknowledge(_words: readonly string[], world: World): Reading {
  const oldest = world.alarms[0];
  return oldest === undefined
    ? wrong('There is no alarm.')
    : ready(`Acknowledges: ${oldest.text}`, { kind: 'acknowledge', alarmId: oldest.id });
}
