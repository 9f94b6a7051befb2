import { describe, expect, it } from 'vitest';
import type { JobPhoto } from '../../lib/contracts/paramedics';
import { failed, succeeded, type Outcome } from '../../lib/realtime/outcome';
import { PhotoOutbox } from './photoOutbox';
import type { KeptPhoto, PhotoStore } from './photoStore';

class Store implements PhotoStore {
  full = false;
  readonly kept = new Map<string, KeptPhoto>();
  async load(personId: string): Promise<KeptPhoto[]> {
    return [...this.kept.values()].filter((photo) => photo.personId === personId);
  }
  async put(photo: KeptPhoto): Promise<boolean> {
    if (!this.full) this.kept.set(photo.id, photo);
    return !this.full;
  }
  async remove(id: string): Promise<void> {
    this.kept.delete(id);
  }
}

const job = { assignmentId: 'a', number: 'E-1' };
const picture = new Blob(['x']);
const settled = (): Promise<void> => new Promise((done) => setTimeout(done));
const taken = (): Outcome<JobPhoto> => succeeded({} as JobPhoto);
const gone = (): Outcome<JobPhoto> => failed('unreachable', 'link.unreachable', '');
const refuse = (code: string): Outcome<JobPhoto> => failed('refused', code, 'No.');

const small = async (): Promise<Blob> => new Blob(['small']);

function outbox(
  store: Store,
  answer: () => Outcome<JobPhoto>,
  sent: string[] = [],
  shrink: (picture: Blob) => Promise<Blob | null> = small,
): PhotoOutbox {
  return new PhotoOutbox(
    'me',
    store,
    async () => answer(),
    (photo) => sent.push(photo.assignmentId),
    shrink,
  );
}

describe('pictures on their way', () => {
  it('wait on the device until there is network, and survive a closed page', async () => {
    const store = new Store();
    const sent: string[] = [];
    await outbox(store, gone).add(job, picture);
    await settled();
    const after = outbox(store, taken, sent);
    await after.open();
    await settled();
    expect(sent).toEqual(['a']);
    expect(after.waiting.value).toEqual([]);
    expect(store.kept.size).toBe(0);
  });

  it('are kept as the camera made them while they are made smaller, and sent after the page was loaded anew in that moment', async () => {
    const store = new Store();
    void outbox(store, gone, [], () => new Promise(() => undefined)).add(job, picture);
    await settled();
    expect([...store.kept.values()]).toMatchObject([{ isRaw: true, content: picture }]);

    const sent: KeptPhoto[] = [];
    const after = new PhotoOutbox(
      'me',
      store,
      async (photo) => {
        sent.push(photo);
        return taken();
      },
      () => undefined,
      small,
    );
    await after.open();
    await settled();
    expect(await Promise.all(sent.map((photo) => photo.content.text()))).toEqual(['small']);
    expect(store.kept.size).toBe(0);
  });

  it('are told of when they turn out to be none', async () => {
    const store = new Store();
    const out = outbox(store, taken, [], async () => null);
    expect(await out.add(job, picture)).toContain('cannot read this file');
    expect(out.waiting.value).toEqual([]);
    expect(store.kept.size).toBe(0);
  });

  it('of another person are not sent', async () => {
    const store = new Store();
    store.kept.set('1', { id: '1', personId: 'somebody else', assignmentId: 'a', about: '', takenAt: '', content: picture });
    const mine = outbox(store, taken);
    await mine.open();
    expect(mine.waiting.value).toEqual([]);
    expect(store.kept.size).toBe(1);
  });

  it('that the server refuses are told of, and the next has its turn', async () => {
    const answers = [refuse('photo.too_many'), refuse('not_found'), taken()];
    const store = new Store();
    const out = outbox(store, () => answers.shift() ?? taken());
    for (let count = 0; count < 3; count++) await out.add(job, picture);
    await settled();
    expect(out.refused.value.map((photo) => photo.text)).toEqual([
      'A picture was not accepted: No.',
      'A picture was not accepted: this job is no longer yours.',
    ]);
    expect(out.waiting.value).toEqual([]);
  });

  it('stay when the server is in trouble', async () => {
    const out = outbox(new Store(), () => refuse('http.503'));
    await out.add(job, picture);
    await settled();
    expect(out.waiting.value.length).toBe(1);
    expect(out.refused.value).toEqual([]);
  });

  it.each([
    'photo.too_slow',
    'photo.too_many_at_once',
    'store.unavailable',
    'server.failed',
    'http.408',
    'http.429',
    'http.502',
    'http.504',
  ])('stay when they came too slowly, too many at once, or to a gateway (%s)', async (code) => {
    const out = outbox(new Store(), () => refuse(code));
    await out.add(job, picture);
    await settled();
    expect(out.waiting.value.length).toBe(1);
    expect(out.refused.value).toEqual([]);
  });

  it('have a limit that is said, and so is a device that keeps nothing', async () => {
    const store = new Store();
    store.full = true;
    const out = outbox(store, gone);
    for (let count = 0; count < 40; count++) expect(await out.add(job, picture)).toBeNull();
    expect(out.durable.value).toBe(false);
    expect(await out.add(job, picture)).toContain('40 pictures');
  });

  it('are gone from the device when the person leaves it, those of somebody else are not', async () => {
    const store = new Store();
    const mine = outbox(store, gone);
    await mine.add(job, picture);
    await store.put({ id: 'x', personId: 'other', assignmentId: 'b', about: 'E-2', takenAt: '2026-01-01T10:00:00Z', content: picture });

    await mine.discard();
    const refusal = await mine.add(job, picture);

    expect([...store.kept.keys()]).toEqual(['x']);
    expect(mine.waiting.value).toEqual([]);
    expect(refusal).not.toBeNull();
  });
});
