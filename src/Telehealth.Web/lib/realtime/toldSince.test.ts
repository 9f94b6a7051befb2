import { describe, expect, it } from 'vitest';
import { ToldSince } from './ToldSince';

/** A participant's camera as a page shows it. */
class Page {
  camera = 'unknown';
  readonly #told = new ToldSince();

  hear(camera: string): void {
    this.#told.tell(() => (this.camera = camera));
  }

  async take(snapshot: Promise<string>): Promise<void> {
    await this.#told.whileAwaited(async () => {
      this.camera = await snapshot;
    });
  }
}

describe('what is told while a snapshot is on its way', () => {
  it('stays, for the snapshot may be older', async () => {
    const page = new Page();
    const taken = page.take(Promise.resolve('off'));
    page.hear('on');
    await taken;
    expect(page.camera).toBe('on');
  });

  it('is what was told last', async () => {
    const page = new Page();
    const taken = page.take(Promise.resolve('off'));
    page.hear('off');
    page.hear('on');
    await taken;
    expect(page.camera).toBe('on');
  });

  it('gives way when it was told before the snapshot was asked for', async () => {
    const page = new Page();
    page.hear('on');
    await page.take(Promise.resolve('off'));
    expect(page.camera).toBe('off');
  });

  it('stays over each of two snapshots that are on their way', async () => {
    const page = new Page();
    const first = page.take(Promise.resolve('off'));
    page.hear('on');
    const second = page.take(first.then(() => 'off'));
    await first;
    expect(page.camera).toBe('on');
    await second;
    expect(page.camera).toBe('on');
  });

  it('stays when no snapshot comes', async () => {
    const page = new Page();
    const taken = page.take(Promise.reject(new Error('the line broke')));
    page.hear('on');
    await expect(taken).rejects.toThrow('the line broke');
    expect(page.camera).toBe('on');
  });
});
