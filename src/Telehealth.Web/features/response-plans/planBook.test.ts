import { afterEach, describe, expect, it, vi } from 'vitest';
import type { PlanRow, ResponsePlansView } from '../../lib/contracts/responsePlans';
import { PlanBook } from './planBook';

const row = (complaint: string, role: string, priority: number | null = null): PlanRow => ({
  complaint,
  priority,
  levels: [{ adds: [{ role, skills: null, count: 1 }] }],
});
const fallback = row('*', 'Ambulance');
const fall = row('fall', 'Ambulance');

/** A server with one book, at the border where the page asks for it. */
class FakeServer {
  view: ResponsePlansView = { version: 1, rows: [fall, fallback], warnings: [] };
  refusal: { code: string; detail: string } | null = null;
  answersLost = false;
  unreachable = false;
  readonly ids: string[] = [];

  readonly fetch = (path: string, init: RequestInit): Promise<Response> => {
    if (this.unreachable) return Promise.reject(new TypeError('Failed to fetch'));
    if (path.endsWith('/history')) return json([]);
    if (init.method !== 'PUT') return json(this.view);
    const sent = JSON.parse(init.body as string) as { commandId: string; expectedVersion: number; rows: PlanRow[] };
    this.ids.push(sent.commandId);
    if (this.refusal !== null) return json(this.refusal, 400);
    if (sent.expectedVersion !== this.view.version)
      return json({ code: 'plans.changed_meanwhile', detail: 'The plans were published again.' }, 409);
    this.publish(...sent.rows);
    return this.answersLost ? Promise.reject(new TypeError('Failed to fetch')) : json(this.view);
  };

  publish(...rows: PlanRow[]): void {
    this.view = { version: this.view.version + 1, rows: structuredClone(rows), warnings: [] };
  }
}

const json = (content: unknown, status = 200): Promise<Response> => Promise.resolve(new Response(JSON.stringify(content), { status }));

async function opened(): Promise<{ server: FakeServer; book: PlanBook }> {
  const server = new FakeServer();
  vi.stubGlobal('fetch', server.fetch);
  const book = new PlanBook();
  await book.load();
  return { server, book };
}

const rolesOf = (rows: readonly PlanRow[] | undefined): string[] =>
  (rows ?? []).map((entry) => `${entry.complaint} ${entry.levels[0]?.adds[0]?.role ?? ''}`);
const replaceFall = (book: PlanBook, by: PlanRow): void =>
  book.put(by, book.rows.peek().find((entry) => entry.complaint === 'fall') ?? null);

afterEach(() => vi.unstubAllGlobals());

describe('The book of plans', () => {
  it('publishes a draft, which is then what holds', async () => {
    const { server, book } = await opened();
    replaceFall(book, row('fall', 'Van'));
    book.put(row('burns', 'Rescue'), null);

    expect(await book.publish(' Vans ')).toBe('published');

    expect(rolesOf(server.view.rows)).toEqual(['fall Van', 'burns Rescue', '* Ambulance']);
    expect(book.unpublished.value).toBe(false);
    expect(book.published.value?.version).toBe(2);
  });

  it('keeps a draft when somebody else published meanwhile, and applies it to their version', async () => {
    const { server, book } = await opened();
    replaceFall(book, row('fall', 'Van'));
    server.publish(fall, row('burns', 'Rescue'), fallback);

    expect(await book.publish('Vans')).toBe('changedMeanwhile');
    expect(rolesOf(book.rows.value)).toEqual(['fall Ambulance', 'burns Rescue', '* Ambulance']);
    expect(book.unpublished.value).toBe(true);

    book.applyAgain();
    expect(book.clashes.value).toEqual([]);
    expect(await book.publish('Vans')).toBe('published');
    expect(rolesOf(server.view.rows)).toEqual(['fall Van', 'burns Rescue', '* Ambulance']);
  });

  it('tells which row both changed, until that change is undone', async () => {
    const { server, book } = await opened();
    replaceFall(book, row('fall', 'Van'));
    server.publish(row('fall', 'Truck'), fallback);
    await book.load();
    book.applyAgain();

    expect(book.clashes.value.map((clash) => clash.key)).toEqual(['fall any']);
    expect(rolesOf(book.rows.value)).toEqual(['fall Van', '* Ambulance']);

    book.undo(book.changes.value[0]!);
    expect(book.clashes.value).toEqual([]);
    expect(rolesOf(book.rows.value)).toEqual(['fall Truck', '* Ambulance']);
  });

  it('shows a refusal at the row that it names, until the draft is changed', async () => {
    const { server, book } = await opened();
    book.put(row('burns', 'Rescue'), null);
    server.refusal = { code: 'plans.role_invalid', detail: 'Row 2 (burns, any priority), alarm level 1: say what kind of unit it is.' };

    expect(await book.publish('Burns')).toBe('rowRefused');
    expect(book.rowFault.value?.key).toBe('burns any');

    book.undo(book.changes.value[0]!);
    expect(book.rowFault.value).toBeNull();
  });

  it('sends the same again with the same id when no answer came, and finds out that it had worked', async () => {
    const { server, book } = await opened();
    replaceFall(book, row('fall', 'Van'));
    server.answersLost = true;
    expect(await book.publish('Vans')).toBe('refused');
    expect(book.unpublished.value).toBe(true);

    server.answersLost = false;
    expect(await book.publish('Vans')).toBe('publishedAlready');

    expect(server.ids[1]).toBe(server.ids[0]);
    expect(server.view.version).toBe(2);
    expect(book.unpublished.value).toBe(false);
  });

  it('keeps what it shows, and says that it could not be read, when the server is away', async () => {
    const { server, book } = await opened();
    server.unreachable = true;

    await book.load();

    expect(book.fault.value?.code).toBe('link.unreachable');
    expect(book.published.value?.version).toBe(1);
  });
});
