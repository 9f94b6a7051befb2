import { describe, expect, it } from 'vitest';
import type { AssignmentStatus } from '../../lib/contracts/domain/emergencies';
import { failed, succeeded, type Outcome } from '../../lib/realtime/outcome';
import { CommandQueue, type CommandStore } from './commandQueue';
import type { QueuedCommand } from './queuedCommand';

const tenOClock = Date.parse('2026-01-01T10:00:00Z');

const report = (commandId: string, status: AssignmentStatus, doneAt = '2026-01-01T10:00:00Z'): QueuedCommand =>
  ({ kind: 'report', doneAt, about: 'E-1', command: { commandId, emergencyId: 'e', assignmentId: 'a', epoch: 1, status, deviceTime: doneAt } });

const hospital = (commandId: string): QueuedCommand =>
  ({ kind: 'hospital', doneAt: '2026-01-01T10:00:00Z', about: 'E-1', command: { commandId, emergencyId: 'e', assignmentId: 'a', hospitalCode: 'H1', name: 'St. Anna' } });

class Shelf implements CommandStore {
  text: string | null = null;
  full = false;
  load(): string | null { return this.text; }
  save(text: string): boolean { this.text = text; return !this.full; }
  remove(): void { this.text = null; }
}

class Line {
  answers: (() => Outcome<unknown>)[] = [];
  now = tenOClock;
  readonly sent: string[] = [];
  readonly ended: string[] = [];
  readonly again: (() => void)[] = [];

  queue(store: CommandStore): CommandQueue {
    return new CommandQueue(
      async (item) => {
        this.sent.push(item.command.commandId);
        return this.answers.shift()?.() ?? succeeded({});
      },
      {
        done: (item) => this.ended.push(`done ${item.command.commandId}`),
        refused: (item, fault) => this.ended.push(`${fault.code} ${item.command.commandId}`),
        now: () => this.now,
        later: (_, again) => this.again.push(again),
      },
      store,
    );
  }
}

const gone = (): Outcome<unknown> => failed('unreachable', 'link.unreachable', '');
const lost = (): Outcome<unknown> => failed('lost', 'link.lost', '');
const late = (): Outcome<unknown> => failed('refused', 'assignment.over', 'This job is no longer yours.');
const stumbled = (): Outcome<unknown> => failed('refused', 'link.failed', 'Something went wrong on our side.');
const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

describe('the offline queue', () => {
  it('sends in the order of the doing once the line is back', async () => {
    const line = new Line();
    line.answers = [gone, gone];
    const queue = line.queue(new Shelf());
    queue.add(report('1', 'enRoute'));
    await Promise.resolve();
    queue.add(report('2', 'onScene'));
    await queue.flush();
    expect(queue.length.value).toBe(2);
    await queue.flush();
    expect(line.ended).toEqual(['done 1', 'done 2']);
    expect(queue.length.value).toBe(0);
  });

  it('sends what was lost again with the same id', async () => {
    const line = new Line();
    line.answers = [lost];
    const queue = line.queue(new Shelf());
    queue.add(report('1', 'enRoute'));
    await queue.flush();
    await queue.flush();
    await queue.flush();
    expect(line.sent).toEqual(['1', '1']);
  });

  it('goes on after a refusal and tells of it', async () => {
    const line = new Line();
    line.answers = [gone, late];
    const queue = line.queue(new Shelf());
    queue.add(report('1', 'enRoute'));
    await queue.flush();
    queue.add(report('2', 'onScene'));
    await queue.flush();
    await queue.flush();
    expect(line.ended).toEqual(['assignment.over 1', 'done 2']);
  });

  it('is found again after the page was closed', async () => {
    const shelf = new Shelf();
    const line = new Line();
    line.answers = [gone];
    line.queue(shelf).add(report('1', 'enRoute'));
    await Promise.resolve();
    await settled();
    expect(new Line().queue(shelf).waiting.value).toEqual([{ ...report('1', 'enRoute'), waited: true }]);
  });

  it('starts empty on a shelf that it cannot read', () => {
    const shelf = new Shelf();
    shelf.text = '{"kind":';
    expect(new Line().queue(shelf).length.value).toBe(0);
  });

  it('takes what an earlier version of the page has left', () => {
    const { kind, command } = report('1', 'enRoute');
    const shelf = new Shelf();
    shelf.text = JSON.stringify([{ kind, command }]);
    expect(new Line().queue(shelf).waiting.value).toEqual([{ ...report('1', 'enRoute'), about: '' }]);
  });

  it('keeps a command when the server stumbles, tries again by itself, and gives up only after six times', async () => {
    const line = new Line();
    line.answers = Array.from({ length: 6 }, () => stumbled);
    const queue = line.queue(new Shelf());
    queue.add(report('1', 'enRoute'));
    await settled();
    expect(queue.length.value).toBe(1);
    for (let again = line.again.shift(); again !== undefined; again = line.again.shift()) {
      again();
      await settled();
    }
    expect(line.sent.length).toBe(6);
    expect(line.ended).toEqual(['link.failed 1']);
    expect(queue.receipts.value).toMatchObject([{ id: '1', result: 'refused' }]);
  });

  it.each(['http.502', 'http.503', 'http.504', 'http.408', 'http.429', 'http.500', 'store.unavailable', 'entity.busy', 'hub.too_many_requests'])('keeps the hospital when something before the server answers %s, and tries again for as long as it takes', async (code) => {
    const line = new Line();
    line.answers = Array.from({ length: 20 }, () => () => failed('refused', code, ''));
    const queue = line.queue(new Shelf());
    queue.add(hospital('1'));
    await settled();
    for (let time = 1; time < 20; time++) {
      line.again.shift()?.();
      await settled();
    }
    expect(line.sent.length).toBe(20);
    expect(queue.receipts.value).toEqual([]);
    line.again.shift()?.();
    await settled();
    expect(line.ended).toEqual(['done 1']);
  });

  it('does not let a hospital that a gateway holds up hold up the statuses for ever', async () => {
    const line = new Line();
    line.answers = Array.from({ length: 6 }, () => () => failed('refused', 'http.502', ''));
    const queue = line.queue(new Shelf());
    queue.add(hospital('1'));
    queue.add(report('2', 'transporting'));
    await settled();
    for (let time = 1; time < 6; time++) {
      line.again.shift()?.();
      await settled();
    }
    expect(line.ended).toEqual(['done 2']);
    expect(queue.waiting.value.map((item) => item.command.commandId)).toEqual(['1']);
  });

  it('refuses what it cannot hold instead of dropping what was first', async () => {
    const line = new Line();
    line.answers = Array.from({ length: 300 }, () => gone);
    const queue = line.queue(new Shelf());
    for (let count = 0; count < 200; count++) expect(queue.add(report(`${count}`, 'enRoute'))).toBe(true);
    expect(queue.add(report('one more', 'onScene'))).toBe(false);
    expect(queue.waiting.value[0]?.command.commandId).toBe('0');
  });

  it('says when the device keeps nothing', () => {
    const shelf = new Shelf();
    shelf.full = true;
    const line = new Line();
    line.answers = [gone];
    const queue = line.queue(shelf);
    queue.add(report('1', 'enRoute'));
    expect(queue.durable.value).toBe(false);
  });
});

describe('a receipt', () => {
  it('tells what waited that it was applied, and what came too late that it changed nothing', async () => {
    const shelf = new Shelf();
    const line = new Line();
    line.answers = [gone, gone, () => succeeded({}), late];
    const queue = line.queue(shelf);
    queue.add(report('1', 'enRoute'));
    await settled();
    queue.add(report('2', 'onScene', '2026-01-01T10:04:00Z'));
    await settled();
    line.now = tenOClock + 1_000;
    await queue.flush();
    expect(queue.receipts.value.map(({ id, result }) => [id, result])).toEqual([['1', 'applied'], ['2', 'late']]);
    expect(queue.receipts.value[0]?.text).toMatch(/^applied at \d\d:00:01$/);
    expect(queue.receipts.value[1]?.text).toBe('came too late: recorded, changed nothing');
    expect(new Line().queue(shelf).receipts.value).toEqual(queue.receipts.value);
  });

  it('is not made for what was answered at once, and goes when it was read', async () => {
    const line = new Line();
    line.answers = [() => succeeded({}), late];
    const queue = line.queue(new Shelf());
    queue.add(report('1', 'enRoute'));
    await settled();
    expect(queue.receipts.value).toEqual([]);
    queue.add(report('2', 'onScene'));
    await settled();
    expect(queue.receipts.value.length).toBe(1);
    queue.dismissReceipts();
    expect(queue.receipts.value).toEqual([]);
  });
});

describe('a queue', () => {
  it('is empty for good when the person leaves the device, whatever is still on its way', async () => {
    const shelf = new Shelf();
    const line = new Line();
    let answer: ((outcome: Outcome<unknown>) => void) | undefined;
    const queue = new CommandQueue(
      () => new Promise((done) => { answer = done; }),
      { done: () => line.ended.push('done'), refused: () => line.ended.push('refused'), now: () => tenOClock, later: () => undefined },
      shelf,
    );
    queue.add(report('1', 'enRoute'));
    queue.add(report('2', 'onScene'));

    queue.discard();
    answer?.(failed('lost', 'link.lost', ''));
    await Promise.resolve();

    expect(shelf.text).toBeNull();
    expect(queue.length.value).toBe(0);
    expect(queue.add(report('3', 'clear'))).toBe(false);
    expect(shelf.text).toBeNull();
  });

  it('keeps what came too late beyond the shift, and nothing that was applied', () => {
    const shelf = new Shelf();
    const receipt = (id: string, result: string) => ({ id, result, what: 'On scene', about: 'E-1', text: '', doneAt: '', settledAt: '' });
    shelf.text = JSON.stringify({ waiting: [], receipts: [receipt('1', 'applied'), receipt('2', 'late')] });
    const queue = new Line().queue(shelf);

    queue.dismissApplied();

    expect(queue.receipts.value.map((kept) => kept.id)).toEqual(['2']);
    expect(shelf.text).not.toContain('applied');
  });
});
