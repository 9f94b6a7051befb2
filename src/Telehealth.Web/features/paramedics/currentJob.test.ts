import { describe, expect, it } from 'vitest';
import type { JobDetails, JobView } from '../../lib/contracts/paramedics';
import { failed, type Outcome, succeeded } from '../../lib/realtime/outcome';
import type { CrewCalls } from './crewConnection';
import { CrewNotices } from './crewNotices';
import { CurrentJob } from './currentJob';
import type { QueuedCommand } from './queuedCommand';

const job = (change: Partial<JobView> = {}): JobView =>
  ({
    assignmentId: 'a',
    emergencyId: 'e',
    number: 'E-1',
    status: 'enRoute',
    version: 3,
    serverTime: '2026-01-01T10:00:00Z',
    ...change,
  }) as JobView;

const ended = (status: 'stoodDown' | 'rescinded'): Outcome<JobDetails> =>
  succeeded({ ending: { status, at: '', reason: 'Another crew is nearer', divertedTo: null, takenOverBy: null } } as JobDetails);
const gone = (): Outcome<JobDetails> => failed('unreachable', 'link.unreachable', '');
const clear = {
  kind: 'report',
  doneAt: '',
  about: 'E-1',
  command: { commandId: '1', emergencyId: 'e', assignmentId: 'a', epoch: 1, status: 'clear', deviceTime: '' },
} as const;

/** A crew whose server gives these answers when it is asked what became of a job. */
function crew(answers: Outcome<JobDetails>[], waiting: readonly QueuedCommand[] = []) {
  const notices = new CrewNotices();
  const link = { call: { Details: async () => answers.shift() ?? gone() } } as unknown as CrewCalls;
  return { notices, current: new CurrentJob(link, notices, { waiting: () => waiting, isLive: () => true }) };
}

const settled = (): Promise<void> => new Promise((done) => setTimeout(done));
const titles = (notices: CrewNotices): string[] => notices.all.value.map(({ title }) => title);

describe('the job of a crew', () => {
  it('that goes without the crew having ended it is said in words', async () => {
    const { notices, current } = crew([ended('stoodDown')]);
    current.take(job());
    current.take(null);
    await settled();
    expect(current.job.value).toBeNull();
    expect(notices.all.value).toMatchObject([{ title: 'Stood down from E-1', text: 'Another crew is nearer.' }]);
  });

  it('is explained later when nobody can say why it went', async () => {
    const { notices, current } = crew([gone(), ended('stoodDown')]);
    current.take(job());
    current.take(null);
    await settled();
    expect(titles(notices)).toEqual(['E-1 is no longer yours']);
    current.explainAgain();
    await settled();
    expect(titles(notices)).toEqual(['Stood down from E-1']);
  });

  it('that the crew has cleared itself just goes', async () => {
    const { notices, current } = crew([ended('stoodDown')], [clear]);
    current.take(job());
    current.take(null);
    await settled();
    expect([current.job.value, titles(notices)]).toEqual([null, []]);
  });

  it('gives way to another one, and both are told', async () => {
    const { notices, current } = crew([ended('stoodDown')]);
    current.take(job());
    current.take(job({ assignmentId: 'b', number: 'E-2', version: 1 }));
    await settled();
    expect(current.job.value?.number).toBe('E-2');
    expect(titles(notices)).toEqual(['Stood down from E-1']);
  });

  it('that is offered is the offer until it is answered', () => {
    const { current } = crew([]);
    current.hear(job({ status: 'offered' }));
    expect(current.offer.value?.number).toBe('E-1');
    current.hear(job({ status: 'accepted', version: 4 }));
    expect(current.offer.value).toBeNull();
  });

  it('tells by a count that the server has told of it while something else was asked', () => {
    const { current } = crew([]);
    const before = current.told;
    current.take(job());
    expect(current.told).toBe(before);
    current.hear(job({ version: 4 }));
    expect(current.told).not.toBe(before);
  });
});
