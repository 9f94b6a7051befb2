import { describe, expect, it } from 'vitest';
import { VersionedRows } from './VersionedRows';

interface Row {
  id: string;
  version: number;
  content: string;
}

const row = (id: string, version: number): Row => ({ id, version, content: `${id}.${version}` });

describe('rows with versions', () => {
  it('keep the newer one, whichever came last', () => {
    const rows = new VersionedRows<Row>();
    rows.put(row('a', 3));
    rows.put(row('a', 2));
    expect(rows.all.value.get('a')?.version).toBe(3);
  });

  it('do not go back with a snapshot that was read before they were told', () => {
    const rows = new VersionedRows<Row>();
    rows.put(row('a', 3));
    rows.expectSnapshot();
    rows.replace([row('a', 2), row('b', 1)]);
    expect([...rows.all.value.values()].map((known) => known.content)).toEqual(['a.3', 'b.1']);
  });

  it('keep one that was told while the snapshot was on its way, and drop what the snapshot no longer has', () => {
    const rows = new VersionedRows<Row>();
    rows.put(row('old', 1));
    rows.expectSnapshot();
    rows.put(row('new', 1));
    rows.replace([]);
    expect([...rows.all.value.keys()]).toEqual(['new']);
  });

  // A model of a line: each change is told some time after it happened, answers come whenever they come, and the line breaks now and then.
  it('are at a still moment what the server has, after any history', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const seen = history(seed);
      expect(seen.console, `seed ${seed}`).toEqual(seen.server);
    }
  });
});

function history(seed: number): { console: string[]; server: string[] } {
  const random = generator(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const server = new Map<string, Row>();
  const console = new VersionedRows<Row>();
  let told: Row[] = [];
  let answers: Row[] = [];
  let snapshot: Row[] | null = null;
  const connect = (): void => {
    told = [];
    answers = [];
    console.expectSnapshot();
    snapshot = [...server.values()];
  };
  const arrive = (): void => {
    if (snapshot !== null) console.replace(snapshot);
    snapshot = null;
  };
  connect();
  for (let step = 0; step < 120; step++) {
    const id = `e${below(6)}`;
    switch (below(6)) {
      case 0:
      case 1: {
        const changed = row(id, (server.get(id)?.version ?? 0) + 1);
        server.set(id, changed);
        told.push(changed);
        break;
      }
      case 2:
        told.splice(0, 1 + below(3)).forEach((change) => console.put(change));
        break;
      case 3: {
        const answer = server.get(id);
        if (answer !== undefined) answers.push(answer);
        break;
      }
      case 4:
        answers.splice(below(answers.length || 1), 1).forEach((answer) => console.put(answer));
        break;
      default:
        if (below(8) === 0) connect();
        else arrive();
    }
  }
  arrive();
  told.forEach((change) => console.put(change));
  answers.forEach((answer) => console.put(answer));
  const content = (rows: Iterable<Row>): string[] => [...rows].map((known) => known.content).sort();
  return { console: content(console.all.value.values()), server: content(server.values()) };
}

/** mulberry32: small, and the same numbers for the same seed everywhere. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}
