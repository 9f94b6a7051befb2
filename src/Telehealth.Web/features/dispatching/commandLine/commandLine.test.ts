import { describe, expect, it } from 'vitest';
import { aHospital } from '../../hospitals/testHospitals';
import { aUnit } from '../../units/testUnits';
import { anAssignment, anEmergency } from '../../emergencies/testRows';
import type { World } from './commands';
import { complete } from './complete';
import { LineHistory } from './lineHistory';
import { readLine } from './readLine';

const fall = anEmergency('fall', {
  number: 'E-1AB2C3',
  complaintLabel: 'Fall',
  priority: 3,
  phase: 'assigned',
  missing: 0,
  assignments: [anAssignment('A12')],
});
const collapse = anEmergency('collapse', { number: 'E-1AC999', complaintLabel: 'Unconscious', priority: 1 });
const over = anEmergency('over', { number: 'E-77777F', phase: 'completed', missing: 0 });

const world: World = {
  units: [
    aUnit('A11'),
    aUnit('A12', { status: 'assigned', assignmentStatus: 'enRoute', emergencyId: 'fall' }),
    aUnit('A13', { status: 'unavailable', unavailableReason: 'Refuelling' }),
    aUnit('N'),
  ],
  emergencies: [fall, collapse, over],
  alarms: [
    {
      id: 'alarm',
      version: 1,
      kind: 'nobodyLeft',
      emergencyId: 'collapse',
      unitId: null,
      about: '',
      text: 'No suitable unit is left.',
      raisedAt: '',
      acknowledgedAt: null,
      acknowledgedBy: null,
      clearedAt: null,
    },
  ],
  openId: 'collapse',
  hospitals: [
    aHospital('general', { name: 'Aldermere General' }),
    aHospital('east', { name: 'Eastfield Hospital', state: 'divert', reason: 'CT is out of order' }),
    aHospital('brannoc', { name: 'St Brannoc', state: 'closed', reason: 'Flooded' }),
  ],
};

const orderOf = (text: string, of: World = world) => {
  const reading = readLine(text, of);
  return reading.state === 'ready' ? reading.order : reading;
};
const complaintAbout = (text: string): string => {
  const reading = readLine(text, world);
  return reading.state === 'wrong' || reading.state === 'unfinished' ? `${reading.state}: ${reading.text}` : reading.state;
};

describe('the command line', () => {
  it.each([
    ['/s A12 onscene', { kind: 'status', emergencyId: 'fall', assignmentId: 'job-A12', status: 'onScene' }],
    ['a12 OS', { kind: 'status', emergencyId: 'fall', assignmentId: 'job-A12', status: 'onScene' }],
    ['A13 av', { kind: 'availability', unitId: 'A13', available: true, reason: null }],
    ['A11 un flat tyre', { kind: 'availability', unitId: 'A11', available: false, reason: 'flat tyre' }],
    ['/a A11 E-1AC999', { kind: 'assign', emergencyId: 'collapse', unitId: 'A11' }],
    ['/a A11 1ac', { kind: 'assign', emergencyId: 'collapse', unitId: 'A11' }],
    ['/a A11', { kind: 'assign', emergencyId: 'collapse', unitId: 'A11' }],
    [
      '/d A12 .',
      { kind: 'divert', emergencyId: 'fall', assignmentId: 'job-A12', toId: 'collapse', reason: 'Sent to E-1AC999, priority 1.' },
    ],
    ['/r A12 .', { kind: 'reserve', emergencyId: 'collapse', unitId: 'A12' }],
    ['/sd A12 caller rang back', { kind: 'standDown', emergencyId: 'fall', assignmentId: 'job-A12', reason: 'caller rang back' }],
    ['/h A12 A11', { kind: 'relieve', emergencyId: 'fall', assignmentId: 'job-A12', unitId: 'A11', reason: null }],
    ['/n E-1AB2C3 Gate code 12', { kind: 'note', emergencyId: 'fall', text: 'Gate code 12' }],
    ['/n 77777F seen', { kind: 'note', emergencyId: 'over', text: 'seen' }],
    ['/p E-1AB2C3 1 stopped breathing', { kind: 'priority', emergencyId: 'fall', priority: 1, reason: 'stopped breathing' }],
    ['/al .', { kind: 'strike', emergencyId: 'collapse', level: 2 }],
    ['/to A12 general', { kind: 'hospital', emergencyId: 'fall', assignmentId: 'job-A12', code: 'general' }],
    ['/to A12 aldermere', { kind: 'hospital', emergencyId: 'fall', assignmentId: 'job-A12', code: 'general' }],
    ['/to A12 ea', { kind: 'hospital', emergencyId: 'fall', assignmentId: 'job-A12', code: 'east' }],
    ['/hs general divert no beds left', { kind: 'hospitalStatus', code: 'general', state: 'divert', reason: 'no beds left' }],
    ['/hs st open', { kind: 'hospitalStatus', code: 'brannoc', state: 'open', reason: null }],
    ['/x E-1AB2C3', { kind: 'open', emergencyId: 'fall' }],
    ['/ack', { kind: 'acknowledge', alarmId: 'alarm' }],
    ['?', { kind: 'help' }],
  ])('reads %s', (text, order) => expect(orderOf(text)).toEqual(order));

  it('says in a sentence what Enter will do', () => {
    expect(readLine('A12 os', world)).toMatchObject({ text: 'Reports A12 on scene on E-1AB2C3 (P3 Fall), said by radio.' });
    expect(readLine('/a A11 fall', world).state).toBe('wrong');
  });

  it.each([
    ['/q A12', 'wrong: There is no command /q. Type ? to see all.'],
    ['B1 os', 'wrong: B1 is neither a command nor a unit on shift. Type ? to see all.'],
    ['/s A1 os', 'unfinished: Which unit? A11, A12, A13.'],
    ['A1', 'unfinished: Which unit? A11, A12, A13.'],
    ['A12 on', 'unfinished: A12: which status? onscene.'],
    ['/s B7 os', 'wrong: No unit B7 is on shift.'],
    ['/x E-1', 'unfinished: Which incident? At least two characters of its number.'],
    ['/x E-FFF', 'wrong: There is no incident E-FFF.'],
    [
      'A12 flying',
      'wrong: “flying” is not a status. ' + 'There are enroute, onscene, transporting, athospital, clear, available, unavailable.',
    ],
    ['A12 ah', 'wrong: A12 is en route: at hospital cannot follow.'],
    ['A12 er', 'wrong: A12 is en route: that is its status already.'],
    ['A11 os', 'wrong: A11 has no job.'],
    ['/a A12 .', 'wrong: A12 has a job or an offer on E-1AB2C3. Divert it with /d, or keep the job for it with /r.'],
    ['/a A13 .', 'wrong: A13 is not available: Refuelling.'],
    ['/a A11 1A', 'unfinished: Which? 1A could be E-1AB2C3 or E-1AC999.'],
    ['/a A11 E-77777F', 'wrong: E-77777F is over.'],
    ['/d A12 E-1AB2C3', 'wrong: A12 is on its way to E-1AB2C3 already.'],
    ['/r A11 .', 'wrong: A11 is free: offer it the job now with /a.'],
    ['/to A11 general', 'wrong: A11 has no job.'],
    ['/to A12', 'unfinished: Which hospital? general, east, brannoc.'],
    ['/to A12 north', 'wrong: There is no hospital north.'],
    ['/to A12 brannoc', 'wrong: St Brannoc is closed: Flooded. Once it takes patients: /hs brannoc open.'],
    ['/hs general', 'unfinished: Aldermere General is open. Which is it now? open, divert, closed.'],
    ['/hs general full', 'wrong: “full” is none of open, divert, closed.'],
    ['/hs general closed', 'unfinished: Why is Aldermere General closed?'],
    ['/p . 9 x', 'wrong: A priority is 1, 2, 3 or 4.'],
    ['/sd A12', 'unfinished: Why is A12 stood down from E-1AB2C3?'],
    ['/p . 2', 'unfinished: Why does E-1AC999 get priority 2?'],
    [`/n . ${'x'.repeat(1001)}`, 'wrong: At most 1000 characters; these are 1001.'],
    ['  ', 'empty'],
    ['/', 'empty'],
  ])('of %s says what is wrong or missing', (text, complaint) => expect(complaintAbout(text)).toBe(complaint));

  it.each([
    ['meets', 'Offers E-1AC999 (P1 Unconscious) to A11.'],
    ['replaces', 'Offers E-1AC999 (P1 Unconscious) to A11 in the place of the unanswered offer.'],
    ['onTop', 'Offers E-1AC999 (P1 Unconscious) to A11 as an extra unit: nothing is missing.'],
  ] as const)('says what an offer does that %s, as the server reckons it', (offerEffect, said) => {
    const reading = readLine('/a A11 E-1AC999', { ...world, emergencies: [fall, { ...collapse, offerEffect }] });
    expect(reading.state === 'ready' && reading.text).toBe(said);
  });

  it('takes a call sign before a command of the same name, unless there is a slash', () => {
    expect(complaintAbout('n os')).toBe('wrong: N has no job.');
    expect(orderOf('/n . os')).toEqual({ kind: 'note', emergencyId: 'collapse', text: 'os' });
  });

  it('asks which incident when none is open', () => {
    expect(readLine('/a A11', { ...world, openId: null })).toMatchObject({ state: 'unfinished' });
    expect(readLine('/n . text', { ...world, openId: null })).toMatchObject({ state: 'wrong', text: 'No incident is open.' });
  });

  it('says that a hospital asks ambulances to go elsewhere before one is sent there', () => {
    expect(readLine('/to A12 east', world)).toMatchObject({
      state: 'ready',
      text: 'Sends A12, en route on E-1AB2C3 (P3 Fall), to Eastfield Hospital, although it is on divert: CT is out of order.',
    });
  });

  it('sends nobody to a hospital of a list that it has not read', () => {
    expect(readLine('/to A12 general', { ...world, hospitals: null })).toMatchObject({ state: 'wrong' });
  });

  it('does not take the incident that a unit is to leave for the one that it is to go to', () => {
    expect(readLine('/d A12', { ...world, openId: 'fall' })).toMatchObject({
      state: 'unfinished',
      text: 'Which incident? /d A12 E-1AB2C3',
    });
  });

  it('never throws, whatever is typed', () => {
    const alphabet = ['/', 's', 'a', 'd', 'sd', 'A12', 'A', 'os', '.', ' ', 'E-1', 'p', '9', '\t', 'ü', '?', '__proto__', 'constructor'];
    let seed = 7;
    for (let round = 0; round < 5000; round += 1) {
      let text = '';
      for (let part = 0; part < 6; part += 1) {
        seed = (seed * 48_271) % 2_147_483_647;
        text += alphabet[seed % alphabet.length] ?? '';
      }
      expect(() => {
        readLine(text, world);
        complete(text, world);
      }, text).not.toThrow();
    }
  });
});

describe('completion', () => {
  const words = (text: string): string[] => complete(text, world).map((completion) => completion.word);

  it('offers units, then incidents by priority, then the statuses that may follow', () => {
    expect(words('/a A1')).toEqual(['A11', 'A12', 'A13']);
    expect(words('/a A11 ')).toEqual(['E-1AC999', 'E-1AB2C3']);
    expect(words('A12 ')).toEqual(['onscene', 'transporting', 'clear']);
    expect(words('A12 os')).toEqual(['onscene']);
    expect(words('A13 ')).toEqual(['available']);
    expect(words('/to A12 ')).toEqual(['general', 'east', 'brannoc']);
    expect(words('/hs general d')).toEqual(['divert']);
  });

  it('finds an incident by its complaint and writes its number', () => {
    expect(complete('/x unc', world)[0]?.line).toBe('/x E-1AC999 ');
  });

  it('has nothing to say to free text', () => {
    expect(words('/n . ga')).toEqual([]);
  });
});

describe('the history', () => {
  it('goes back, stops at the oldest, and gives back what was being typed', () => {
    const history = new LineHistory();
    history.add('first');
    history.add('second');
    expect([history.back('draft'), history.back('second'), history.back('first')]).toEqual(['second', 'first', 'first']);
    expect([history.forward('first'), history.forward('second')]).toEqual(['second', 'draft']);
  });
});
