import { computed, signal } from '@preact/signals';
import type { Availability, OfferAcceptance, OfferRefusal, StatusReport } from '../../lib/contracts';
import type { Fault, Outcome } from '../../lib/realtime';

export type QueuedCommand =
  | { kind: 'accept'; command: OfferAcceptance }
  | { kind: 'decline'; command: OfferRefusal }
  | { kind: 'report'; command: StatusReport }
  | { kind: 'availability'; command: Availability };

/** What the queue keeps its commands in, so that a page that is closed or reloaded in a dead spot loses nothing. */
export interface CommandStore {
  load(): string | null;
  save(text: string): void;
}

/** A shift makes some dozens of commands; this many unsent ones mean that something else is wrong. */
const longest = 200;

export interface CommandEnds {
  done(command: QueuedCommand, value: unknown): void;
  refused(command: QueuedCommand, fault: Fault): void;
}

/**
 * What the crew did, in the order in which they did it, each with the time of the doing. One is sent at a time and leaves the queue
 * only when the server has answered it; the same command id makes a second sending harmless.
 */
export class CommandQueue {
  readonly waiting = signal<readonly QueuedCommand[]>([]);
  readonly length = computed(() => this.waiting.value.length);
  #sending = false;

  constructor(
    private readonly send: (command: QueuedCommand) => Promise<Outcome<unknown>>,
    private readonly ends: CommandEnds,
    private readonly store: CommandStore,
  ) {
    this.waiting.value = read(store.load());
  }

  add(command: QueuedCommand): void {
    this.#keep([...this.waiting.peek(), command].slice(-longest));
    void this.flush();
  }

  /** Sends from the front until the queue is empty or the line is gone; called again whenever the line is back. */
  async flush(): Promise<void> {
    if (this.#sending) {
      return;
    }
    this.#sending = true;
    try {
      for (let next = this.waiting.peek()[0]; next !== undefined; next = this.waiting.peek()[0]) {
        const outcome = await this.send(next);
        if (outcome.error !== null && outcome.error.reason !== 'refused') {
          return;
        }
        this.#keep(this.waiting.peek().slice(1));
        if (outcome.error === null) {
          this.ends.done(next, outcome.value);
        } else {
          this.ends.refused(next, outcome.error);
        }
      }
    } finally {
      this.#sending = false;
    }
  }

  #keep(commands: readonly QueuedCommand[]): void {
    this.waiting.value = commands;
    this.store.save(JSON.stringify(commands));
  }
}

const kinds: readonly string[] = ['accept', 'decline', 'report', 'availability'];

function read(text: string | null): QueuedCommand[] {
  try {
    const value: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(value) ? value.filter(isCommand) : [];
  } catch {
    return [];
  }
}

function isCommand(value: unknown): value is QueuedCommand {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' && kinds.includes(value.kind)
    && 'command' in value && typeof value.command === 'object' && value.command !== null && 'commandId' in value.command;
}

/** Each person's own, so that the next one on a shared telephone does not send what another did. */
export function browserStore(personId: string): CommandStore {
  const key = `telehealth.unit.queue.${personId}`;
  return {
    load: () => {
      try {
        return localStorage.getItem(key);
      } catch {
        return null;
      }
    },
    save: (text) => {
      try {
        localStorage.setItem(key, text);
      } catch {
        // Without storage the queue lives as long as the page; that is said by no one because nothing can be done about it.
      }
    },
  };
}
