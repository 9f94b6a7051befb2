import { describe, expect, it } from 'vitest';
import type { AssignmentStatus } from '../../lib/contracts/domain/emergencies';
import { CommandQueue } from '../../lib/offline/commandQueue';
import type { TextStore } from '../../lib/offline/textStore';
import { failed, succeeded, type Outcome } from '../../lib/realtime/outcome';
import { crewQueueRules, type QueuedCommand } from './queuedCommand';
import { receiptOf } from './receipts';

const tenOClock = Date.parse('2026-01-01T10:00:00Z');

const report = (commandId: string, status: AssignmentStatus, doneAt = '2026-01-01T10:00:00Z'): QueuedCommand => ({
  kind: 'report',
  doneAt,
  about: 'E-1',
  command: { commandId, emergencyId: 'e', assignmentId: 'a', epoch: 1, status, deviceTime: doneAt },
});

const hospital = (commandId: string): QueuedCommand => ({
  kind: 'hospital',
  doneAt: '2026-01-01T10:00:00Z',
  about: 'E-1',
  command: { commandId, emergencyId: 'e', assignmentId: 'a', hospitalCode: 'H1', name: 'St. Anna' },
});

class Store implements TextStore {
  text: string | null = null;
  load(): string | null {
    return this.text;
  }
  save(text: string): boolean {
    this.text = text;
    return true;
  }
  remove(): void {
    this.text = null;
  }
}

class Line {
  answers: (() => Outcome<unknown>)[] = [];
  now = tenOClock;
  readonly sent: string[] = [];
  readonly ended: string[] = [];
  readonly again: (() => void)[] = [];

  queue(store: TextStore): CommandQueue<QueuedCommand> {
    return new CommandQueue(
      { ...crewQueueRules, receiptOf },
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
const late = (): Outcome<unknown> => failed('refused', 'assignment.over', 'This job is no longer yours.');
const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

describe('what a crew did out of reach', () => {
  it('does not let a hospital that a gateway holds up hold up the statuses for ever', async () => {
    const line = new Line();
    line.answers = Array.from({ length: 6 }, () => () => failed('refused', 'http.502', ''));
    const queue = line.queue(new Store());
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
});

describe('a receipt', () => {
  it('tells what waited that it was applied, and what came too late that it changed nothing', async () => {
    const store = new Store();
    const line = new Line();
    line.answers = [gone, gone, () => succeeded({}), late];
    const queue = line.queue(store);
    queue.add(report('1', 'enRoute'));
    await settled();
    queue.add(report('2', 'onScene', '2026-01-01T10:04:00Z'));
    await settled();
    line.now = tenOClock + 1_000;
    await queue.flush();
    expect(queue.receipts.value.map(({ id, result }) => [id, result])).toEqual([
      ['1', 'applied'],
      ['2', 'late'],
    ]);
    expect(queue.receipts.value[0]?.text).toMatch(/^applied at \d\d:00:01$/);
    expect(queue.receipts.value[1]?.text).toBe('came too late: recorded, changed nothing');
    expect(new Line().queue(store).receipts.value).toEqual(queue.receipts.value);
  });

  it('is not made for what was answered at once, and goes when it was read', async () => {
    const line = new Line();
    line.answers = [() => succeeded({}), late];
    const queue = line.queue(new Store());
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
