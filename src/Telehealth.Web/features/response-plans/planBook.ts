import { computed, signal } from '@preact/signals';
import { http } from '../../lib/access/http';
import { plansChangedMeanwhileCode } from '../../lib/contracts/codes';
import type { PlanRow, PlansHistoryEntry, PlansPublication, ResponsePlansView } from '../../lib/contracts/responsePlans';
import type { Fault } from '../../lib/realtime/outcome';
import { mayHaveHappened, Tries } from '../../lib/realtime/Tries';
import { applyAgain, changesBetween, type Clash, keyOf, placed, type RowChange, rowNamedBy, rowOfChange } from './planRows';

const path = '/api/response-plans';

/** What the server said about one row of the draft. */
export interface RowFault {
  key: string;
  text: string;
}

/** What became of a publication, as far as the page can know. */
export type PublishEnd = 'published' | 'publishedAlready' | 'changedMeanwhile' | 'rowRefused' | 'refused';

/**
 * The published plans and a draft of the next. The draft holds until it is published or dropped: a newer version does not touch it,
 * it only has to be applied again.
 */
export class PlanBook {
  readonly published = signal<ResponsePlansView | null>(null);
  /** By this device's clock: how old is what is shown. */
  readonly readAt = signal<Date | null>(null);
  readonly history = signal<readonly PlansHistoryEntry[] | null>(null);
  readonly rows = signal<readonly PlanRow[]>([]);
  /** Changes made on an older version, which wait until somebody has looked at the newer one. */
  readonly waiting = signal<readonly RowChange[] | null>(null);
  readonly clashes = signal<readonly Clash[]>([]);
  readonly rowFault = signal<RowFault | null>(null);
  readonly fault = signal<Fault | null>(null);
  readonly historyFault = signal<Fault | null>(null);
  readonly publishFault = signal<Fault | null>(null);
  readonly busy = signal<'read' | 'publish' | null>(null);
  readonly changes = computed<readonly RowChange[]>(() => changesBetween(this.published.value?.rows ?? [], this.rows.value));
  readonly unpublished = computed(() => this.changes.value.length > 0 || this.waiting.value !== null);
  readonly #tries = new Tries();

  /** Reads plans and history. A draft stays; when the version moved on, it waits to be applied again. */
  async load(): Promise<void> {
    this.busy.value = 'read';
    const [plans, history] = await Promise.all([http.get<ResponsePlansView>(path), http.get<PlansHistoryEntry[]>(`${path}/history`)]);
    this.busy.value = null;
    this.fault.value = plans.error;
    this.historyFault.value = history.error;
    if (history.error === null) this.history.value = history.value;
    if (plans.error === null) this.#take(plans.value);
  }

  /** Puts a row in the place of another, or among the others when it is new. */
  put(row: PlanRow, replaced: PlanRow | null): void {
    const rows = this.rows.peek();
    this.#edit(replaced === null ? placed(rows, row) : rows.map((present) => (present === replaced ? row : present)));
  }

  remove(row: PlanRow): void {
    this.#edit(this.rows.peek().filter((present) => present !== row));
  }

  /** Makes one change undone. */
  undo(change: RowChange): void {
    const rows = this.rows.peek();
    if (change.kind === 'removed') this.#edit(placed(rows, change.was));
    else if (change.kind === 'added') this.#edit(rows.filter((row) => row !== change.now));
    else this.#edit(rows.map((row) => (row === change.now ? change.was : row)));
  }

  /** The rows of an older version as a draft: nothing changes until it is published. */
  takeRowsOf(entry: PlansHistoryEntry): void {
    this.#edit(entry.rows);
  }

  drop(): void {
    this.waiting.value = null;
    this.#edit(this.published.peek()?.rows ?? []);
    this.clashes.value = [];
  }

  applyAgain(): void {
    const { rows, clashes } = applyAgain(this.waiting.peek() ?? [], this.published.peek()?.rows ?? []);
    this.waiting.value = null;
    this.#edit(rows);
    this.clashes.value = clashes;
  }

  async publish(note: string): Promise<PublishEnd> {
    this.busy.value = 'publish';
    const content = { expectedVersion: this.published.peek()?.version ?? 0, rows: [...this.rows.peek()], note: note.trim() };
    const answer = await this.#tries.send(JSON.stringify(content), (commandId) =>
      http.put<ResponsePlansView>(path, { ...content, commandId } satisfies PlansPublication),
    );
    this.busy.value = null;
    if (answer.error === null) {
      this.publishFault.value = null;
      this.#show(answer.value);
      void this.load();
      return 'published';
    }
    return await this.#refused(answer.error);
  }

  async #refused(fault: Fault): Promise<PublishEnd> {
    if (mayHaveHappened(fault)) {
      // It may have arrived. The same again with the same id is published once, so the id is kept.
      this.publishFault.value = fault;
      return 'refused';
    }
    if (fault.code === plansChangedMeanwhileCode) {
      await this.load();
      // When the newer version cannot be read the page says so, and the draft is still there.
      this.publishFault.value = this.fault.peek();
      if (this.fault.peek() !== null) return 'refused';
      return this.waiting.peek() === null ? 'publishedAlready' : 'changedMeanwhile';
    }
    const row = this.rows.peek()[rowNamedBy(fault.text) ?? -1];
    this.rowFault.value = row === undefined ? null : { key: keyOf(row), text: fault.text };
    this.publishFault.value = row === undefined ? fault : null;
    return row === undefined ? 'refused' : 'rowRefused';
  }

  #edit(rows: readonly PlanRow[]): void {
    this.rows.value = rows;
    this.rowFault.value = null;
    const changed = new Set(this.changes.peek().map((change) => keyOf(rowOfChange(change))));
    this.clashes.value = this.clashes.peek().filter((clash) => changed.has(clash.key));
  }

  #take(view: ResponsePlansView): void {
    const before = this.published.peek();
    // An answer that was under way while a newer one came says nothing new.
    if (before !== null && view.version < before.version) return;
    if (before?.version === view.version) {
      // The same rows: the draft is made of these objects. What the vehicles can meet may have changed.
      this.published.value = { ...view, rows: before.rows };
      this.readAt.value = new Date();
      return;
    }
    const changes = before === null ? [] : this.changes.peek();
    this.#show(view);
    // Whoever publishes the same, or never heard that it worked, has nothing left to do.
    if (changesBetween(view.rows, applyAgain(changes, view.rows).rows).length === 0) return;
    this.waiting.value = changes;
  }

  #show(view: ResponsePlansView): void {
    this.published.value = view;
    this.readAt.value = new Date();
    this.rows.value = view.rows;
    this.rowFault.value = null;
    this.clashes.value = [];
  }
}
