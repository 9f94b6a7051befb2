import { computed, signal } from '@preact/signals';
import { type Fault, mayPass, type Outcome, stumbled } from '../realtime/outcome';
import type { TextStore } from './textStore';

/** Something that a person did, with the time of the doing by the server's clock as far as the device knows it. */
export interface QueuedItem {
  kind: string;
  doneAt: string;
  /** What it concerns, for the person's eyes. */
  about: string;
  /** Set once it could not be sent at once. */
  waited?: boolean;
  command: { commandId: string };
}

/** What became of it: `applied` and in force, `late` and without effect, or `refused`. */
export interface Receipt {
  id: string;
  what: string;
  about: string;
  doneAt: string;
  settledAt: string;
  result: 'applied' | 'late' | 'refused';
  text: string;
}

/** What a queue must know of the commands of its capability. */
export interface QueueRules<TItem extends QueuedItem> {
  /** Anything else in the store is not of this page. */
  kinds: readonly TItem['kind'][];
  /** The way a command goes: what holds up one way holds up no other. */
  wayOf(item: TItem): string;
  /** Null when nothing need be said of what came of it. */
  receiptOf(item: TItem, fault: Fault | null, now: number): Receipt | null;
}

export interface QueueEnds<TItem extends QueuedItem> {
  done(item: TItem, value: unknown): void;
  refused(item: TItem, fault: Fault): void;
  /** The server's time now. */
  now(): number;
  /** Calls again after that time. */
  later(ms: number, again: () => void): void;
}

/** A shift makes some dozens of commands; this many unsent ones mean that something else is wrong, and the person must be told. */
const longest = 200;
const mostReceipts = 50;

/**
 * Over one command the server may stumble so often; then the person is told, and the next one has its turn. What a gateway holds up
 * stays, but from then on what goes another way is not held up by it.
 */
const tries = 6;
const firstWaitMs = 2_000;
const longestWaitMs = 30_000;

/**
 * What a person did, in the order of the doing, each with the time of the doing. One is sent at a time and leaves the queue
 * only when the server has answered it; the same command id makes a second sending harmless. What waited, and what was refused,
 * leaves a receipt that stays until somebody has read it.
 */
export class CommandQueue<TItem extends QueuedItem> {
  readonly waiting = signal<readonly TItem[]>([]);
  readonly receipts = signal<readonly Receipt[]>([]);
  /** False when the device keeps nothing: then unsent commands live as long as the page. */
  readonly durable = signal(true);
  readonly length = computed(() => this.waiting.value.length);
  #sending = false;
  readonly #failures = new Map<string, number>();
  #isAgainDue = false;
  #isClosed = false;

  constructor(
    private readonly rules: QueueRules<TItem>,
    private readonly send: (command: TItem) => Promise<Outcome<unknown>>,
    private readonly ends: QueueEnds<TItem>,
    private readonly store: TextStore,
  ) {
    const kept = read<TItem>(store.load(), rules.kinds, ends.now());
    this.waiting.value = kept.waiting;
    this.receipts.value = kept.receipts;
  }

  /** False when the queue is full: then it was not taken, and the person must be told. */
  add(command: TItem): boolean {
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
    this.#keep(
      this.waiting.peek(),
      this.receipts.peek().filter((receipt) => receipt.result !== 'applied'),
    );
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
    const due = (): TItem | undefined => this.waiting.peek().find((command) => !heldUp.has(this.rules.wayOf(command)));
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
        this.#keep(
          this.waiting.peek().map((item) => ({ ...item, waited: true })),
          this.receipts.peek(),
        );
        if (outcome.error.reason !== 'refused' || (this.#failures.get(next.command.commandId) ?? 0) < tries) {
          return;
        }
        heldUp.add(this.rules.wayOf(next));
      }
    } finally {
      this.#sending = false;
    }
  }

  /** A line that is gone, a gateway in between, or a server that stumbled has not answered: the command stays where it is. */
  #isAnswer(command: TItem, fault: Fault): boolean {
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

  #settle(item: TItem, outcome: Outcome<unknown>): void {
    this.#failures.delete(item.command.commandId);
    const receipt = this.rules.receiptOf(item, outcome.error, this.ends.now());
    const receipts = receipt === null ? this.receipts.peek() : [...this.receipts.peek(), receipt].slice(-mostReceipts);
    this.#keep(
      this.waiting.peek().filter((waiting) => waiting.command.commandId !== item.command.commandId),
      receipts,
    );
    if (outcome.error === null) {
      this.ends.done(item, outcome.value);
    } else {
      this.ends.refused(item, outcome.error);
    }
  }

  #keep(waiting: readonly TItem[], receipts: readonly Receipt[]): void {
    this.waiting.value = waiting;
    this.receipts.value = receipts;
    this.durable.value = this.store.save(JSON.stringify({ waiting, receipts }));
  }
}

function read<TItem extends QueuedItem>(
  text: string | null,
  kinds: readonly string[],
  now: number,
): { waiting: TItem[]; receipts: Receipt[] } {
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    // An earlier version of the crew's page kept the commands alone, and without the time of the doing.
    const waiting: unknown = Array.isArray(value) ? value : ((value as { waiting?: unknown }).waiting ?? []);
    const receipts: unknown = Array.isArray(value) ? [] : ((value as { receipts?: unknown }).receipts ?? []);
    const isOurs = (item: unknown): item is TItem => isItem(item) && kinds.includes(item.kind);
    return {
      waiting: Array.isArray(waiting)
        ? waiting.filter(isOurs).map((item) => ({ ...item, doneAt: timeOf(item, now), about: item.about ?? '' }))
        : [],
      receipts: Array.isArray(receipts) ? receipts.filter(isReceipt) : [],
    };
  } catch {
    return { waiting: [], receipts: [] };
  }
}

function timeOf(item: Partial<QueuedItem>, now: number): string {
  return item.doneAt ?? (item.command as { deviceTime?: string } | undefined)?.deviceTime ?? new Date(now).toISOString();
}

function isItem(value: unknown): value is QueuedItem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'kind' in value &&
    typeof value.kind === 'string' &&
    'command' in value &&
    typeof value.command === 'object' &&
    value.command !== null &&
    'commandId' in value.command
  );
}

function isReceipt(value: unknown): value is Receipt {
  return typeof value === 'object' && value !== null && 'id' in value && 'result' in value && 'text' in value && 'what' in value;
}
