import { failed, type Outcome, succeeded } from '../realtime/outcome';
import { CommandQueue, type QueuedItem, type QueueRules } from './commandQueue';
import type { TextStore } from './textStore';

export const tenOClock = Date.parse('2026-01-01T10:00:00Z');

/** What a device keeps, and whether there is room for more. */
export class KeptText implements TextStore {
  text: string | null = null;
  full = false;
  load(): string | null {
    return this.text;
  }
  save(text: string): boolean {
    this.text = text;
    return !this.full;
  }
  remove(): void {
    this.text = null;
  }
}

/** A line that answers as it is told, and what went over it. */
export class ScriptedLine<T extends QueuedItem> {
  answers: (() => Outcome<unknown>)[] = [];
  now = tenOClock;
  readonly sent: string[] = [];
  readonly ended: string[] = [];
  readonly again: (() => void)[] = [];

  constructor(private readonly rules: QueueRules<T>) {}

  queue(store: TextStore): CommandQueue<T> {
    return new CommandQueue(
      this.rules,
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

export const gone = (): Outcome<unknown> => failed('unreachable', 'link.unreachable', '');
export const late = (): Outcome<unknown> => failed('refused', 'assignment.over', 'This job is no longer yours.');
export const settled = (): Promise<void> => new Promise((done) => setTimeout(done));
