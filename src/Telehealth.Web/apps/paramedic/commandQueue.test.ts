import { describe, expect, it } from 'vitest';
import type { AssignmentStatus } from '../../lib/contracts';
import { failed, succeeded, type Outcome } from '../../lib/realtime/outcome';
import { CommandQueue, type CommandStore, type QueuedCommand } from './commandQueue';

const report = (commandId: string, status: AssignmentStatus): QueuedCommand =>
  ({ kind: 'report', command: { commandId, emergencyId: 'e', assignmentId: 'a', epoch: 1, status, deviceTime: '2026-01-01T10:00:00Z' } });

class Shelf implements CommandStore {
  text: string | null = null;
  load(): string | null { return this.text; }
  save(text: string): void { this.text = text; }
}

class Line {
  answers: (() => Outcome<unknown>)[] = [];
  readonly sent: string[] = [];
  readonly ended: string[] = [];

  queue(store: CommandStore): CommandQueue {
    return new CommandQueue(
      async (item) => {
        this.sent.push(item.command.commandId);
        return this.answers.shift()?.() ?? succeeded({});
      },
      { done: (item) => this.ended.push(`done ${item.command.commandId}`), refused: (item, fault) => this.ended.push(`${fault.code} ${item.command.commandId}`) },
      store,
    );
  }
}

const gone = (): Outcome<unknown> => failed('unreachable', 'link.unreachable', '');
const lost = (): Outcome<unknown> => failed('lost', 'link.lost', '');
const late = (): Outcome<unknown> => failed('refused', 'assignment.over', '');

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
    expect(new Line().queue(shelf).waiting.value).toEqual([report('1', 'enRoute')]);
  });

  it('starts empty on a shelf that it cannot read', () => {
    const shelf = new Shelf();
    shelf.text = '{"kind":';
    expect(new Line().queue(shelf).length.value).toBe(0);
  });
});
