import { computed, signal } from '@preact/signals';
import type { World } from './commands';
import { complete } from './complete';
import { LineHistory } from './lineHistory';
import type { OrderedBoard } from './orderedBoard';
import { perform } from './perform';
import { readLine } from './readLine';

/** The line as it is being typed, what it means now, and what became of the last one. */
export class CommandState {
  readonly text = signal('');
  readonly busy = signal(false);
  /** Why the server refused the line that still stands there. */
  readonly refusal = signal<string | null>(null);
  /** What the last line did. */
  readonly done = signal<string | null>(null);
  readonly world = computed<World>(() => ({
    units: this.board.rows.roster.value,
    emergencies: [...this.board.rows.queue.value, ...this.board.rows.ended.value],
    alarms: this.board.rows.pending.value,
    openId: this.board.openId.value,
    hospitals: this.board.hospitals.list.value.value,
  }));
  readonly reading = computed(() => readLine(this.text.value, this.world.value));
  readonly completions = computed(() => complete(this.text.value, this.world.value));
  readonly #history = new LineHistory();

  constructor(private readonly board: OrderedBoard) {}

  type(text: string): void {
    this.text.value = text;
    this.refusal.value = null;
    this.done.value = null;
  }

  back(): void {
    this.type(this.#history.back(this.text.peek()));
  }

  forward(): void {
    this.type(this.#history.forward(this.text.peek()));
  }

  /** Sends what the line says; a line that is wrong, unfinished or refused stays as it is. */
  async enter(): Promise<void> {
    const reading = this.reading.peek();
    if (reading.state !== 'ready' || this.busy.peek()) {
      return;
    }
    if (this.board.link.state.peek() !== 'live') {
      this.refusal.value = 'There is no connection. Nothing has been sent.';
      return;
    }
    const line = this.text.peek();
    this.busy.value = true;
    const fault = await perform(this.board, reading.order);
    this.busy.value = false;
    if (fault !== null) {
      this.refusal.value = `Refused: ${fault}`;
      return;
    }
    this.#history.add(line);
    this.type('');
    this.done.value = reading.text;
  }
}
