import { computed, signal } from '@preact/signals';
import { type Fault, mayPass, type Outcome, stumbled } from '../../lib/realtime/outcome';
import type { QueuedCommand } from './queuedCommand';
import { type Receipt, receiptOf } from './receipts';

/** What the queue keeps its commands in, so that a page that is closed or reloaded in a dead spot loses nothing. */
export interface CommandStore {
  load(): string | null;
  /** False when it could not be kept. */
  save(text: string): boolean;
  remove(): void;
}

/** A shift makes some dozens of commands; this many unsent ones mean that something else is wrong, and the crew must use the radio. */
const longest = 200;
const mostReceipts = 50;

/**
 * Over one command the server may stumble so often; then the crew is told, and the next one has its turn. What a gateway holds up stays, but
 * from then on what goes another way is not held up by it.
 */
const tries = 6;
const firstWaitMs = 2_000;
const longestWaitMs = 30_000;

/** Hospitals go by HTTP, everything else over the hub: a gateway may hold up the one and not the other. */
const wayOf = (command: QueuedCommand): 'http' | 'hub' => (command.kind === 'hospital' ? 'http' : 'hub');

export interface CommandEnds {
  done(command: QueuedCommand, value: unknown): void;
  refused(command: QueuedCommand, fault: Fault): void;
  /** The server's time now. */
  now(): number;
  /** Calls again after that time. */
  later(ms: number, again: () => void): void;
}

/**
 * What the crew did, in the order in which they did it, each with the time of the doing. One is sent at a time and leaves the queue
 * only when the server has answered it; the same command id makes a second sending harmless. What waited, and what was refused,
 * leaves a receipt that stays until somebody has read it.
 */
export class CommandQueue {
  readonly waiting = signal<readonly QueuedCommand[]>([]);
  readonly receipts = signal<readonly Receipt[]>([]);
  /** False when the device keeps nothing: then unsent commands live as long as the page. */
  readonly durable = signal(true);
  readonly length = computed(() => this.waiting.value.length);
  #sending = false;
  readonly #failures = new Map<string, number>();
  #isAgainDue = false;
  #isClosed = false;

  constructor(
    private readonly send: (command: QueuedCommand) => Promise<Outcome<unknown>>,
    private readonly ends: CommandEnds,
    private readonly store: CommandStore,
  ) {
    const kept = read(store.load(), ends.now());
    this.waiting.value = kept.waiting;
    this.receipts.value = kept.receipts;
  }

  /** False when the queue is full: then it was not taken, and the crew must be told. */
  add(command: QueuedCommand): boolean {
    if (this.#isClosed || this.waiting.peek().length >= longest) {
      return false;
    }
    this.#keep([...this.waiting.peek(), command], this.receipts.peek());
    void this.flush();
    return true;
  }

  dismissReceipts(): void {
    this.#keep(this.waiting.peek(), []);
  }

  /** What came of it in time needs no reading when the shift is over; what did not is kept until it was read. */
  dismissApplied(): void {
    this.#keep(this.waiting.peek(), this.receipts.peek().filter((receipt) => receipt.result !== 'applied'));
  }

  /** Unsent or not, for good: the person leaves this device. */
  discard(): void {
    this.#isClosed = true;
    this.waiting.value = [];
    this.receipts.value = [];
    this.store.remove();
  }

  /** Sends from the front until the queue is empty or the line is gone; called again whenever the line is back. */
  async flush(): Promise<void> {
    if (this.#sending || this.#isClosed) {
      return;
    }
    this.#sending = true;
    const heldUp = new Set<string>();
    const due = (): QueuedCommand | undefined => this.waiting.peek().find((command) => !heldUp.has(wayOf(command)));
    try {
      for (let next = due(); next !== undefined; next = due()) {
        const outcome = await this.send(next);
        if (this.#isClosed) {
          return;
        }
        if (outcome.error === null || this.#isAnswer(next, outcome.error)) {
          this.#settle(next, outcome);
          continue;
        }
        this.#keep(this.waiting.peek().map((item) => ({ ...item, waited: true })), this.receipts.peek());
        if (outcome.error.reason !== 'refused' || (this.#failures.get(next.command.commandId) ?? 0) < tries) {
          return;
        }
        heldUp.add(wayOf(next));
      }
    } finally {
      this.#sending = false;
    }
  }

  /** A line that is gone, a gateway in between, or a server that stumbled has not answered: the command stays where it is. */
  #isAnswer(command: QueuedCommand, fault: Fault): boolean {
    if (fault.reason !== 'refused') {
      return false;
    }
    const failures = (this.#failures.get(command.command.commandId) ?? 0) + 1;
    if (!mayPass(fault) && (!stumbled(fault) || failures >= tries)) {
      return true;
    }
    this.#failures.set(command.command.commandId, failures);
    this.#tryAgainIn(Math.min(longestWaitMs, firstWaitMs * 2 ** (failures - 1)));
    return false;
  }

  /** One timer at a time, however often something else makes the queue try sooner. */
  #tryAgainIn(ms: number): void {
    if (this.#isAgainDue) {
      return;
    }
    this.#isAgainDue = true;
    this.ends.later(ms, () => {
      this.#isAgainDue = false;
      void this.flush();
    });
  }

  #settle(item: QueuedCommand, outcome: Outcome<unknown>): void {
    this.#failures.delete(item.command.commandId);
    const receipt = receiptOf(item, outcome.error, this.ends.now());
    const receipts = receipt === null ? this.receipts.peek() : [...this.receipts.peek(), receipt].slice(-mostReceipts);
    this.#keep(this.waiting.peek().filter((waiting) => waiting.command.commandId !== item.command.commandId), receipts);
    if (outcome.error === null) {
      this.ends.done(item, outcome.value);
    } else {
      this.ends.refused(item, outcome.error);
    }
  }

  #keep(waiting: readonly QueuedCommand[], receipts: readonly Receipt[]): void {
    this.waiting.value = waiting;
    this.receipts.value = receipts;
    this.durable.value = this.store.save(JSON.stringify({ waiting, receipts }));
  }
}

const kinds: readonly string[] = ['accept', 'decline', 'report', 'note', 'hospital', 'availability'];

function read(text: string | null, now: number): { waiting: QueuedCommand[]; receipts: Receipt[] } {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    // An earlier version of this page kept the commands alone, and without the time of the doing.
    const waiting: unknown = Array.isArray(value) ? value : (value as { waiting?: unknown }).waiting ?? [];
    const receipts: unknown = Array.isArray(value) ? [] : (value as { receipts?: unknown }).receipts ?? [];
    return {
      waiting: Array.isArray(waiting) ? waiting.filter(isCommand).map((item) => ({ ...item, doneAt: timeOf(item, now), about: item.about ?? '' })) : [],
      receipts: Array.isArray(receipts) ? receipts.filter(isReceipt) : [],
    };
  } catch {
    return { waiting: [], receipts: [] };
  }
}

function timeOf(item: QueuedCommand, now: number): string {
  return item.doneAt ?? ('deviceTime' in item.command ? item.command.deviceTime : new Date(now).toISOString());
}

function isCommand(value: unknown): value is QueuedCommand {
  return typeof value === 'object' && value !== null && 'kind' in value && typeof value.kind === 'string' && kinds.includes(value.kind)
    && 'command' in value && typeof value.command === 'object' && value.command !== null && 'commandId' in value.command;
}

function isReceipt(value: unknown): value is Receipt {
  return typeof value === 'object' && value !== null && 'id' in value && 'result' in value && 'text' in value && 'what' in value;
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
        return true;
      } catch {
        return false;
      }
    },
    remove: () => {
      try {
        localStorage.removeItem(key);
      } catch {
        // A browser without storage has kept nothing.
      }
    },
  };
}
