import { describe, expect, it } from 'vitest';
import { keepTrying, serverHeard } from './network';

const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

describe('what failed without network', () => {
  it('is tried again as soon as the server is heard, and until it has come', async () => {
    let tries = 0;
    const brought = keepTrying(
      async () => {
        if (++tries < 4) throw new Error('still nothing');
        return 'roads';
      },
      () => false,
    );
    for (let time = 0; time < 4; time++) {
      serverHeard();
      await settled();
    }
    expect(await brought).toBe('roads');
    expect(tries).toBe(4);
  });

  it('is not asked for any more when the page that wanted it has gone', async () => {
    let tries = 0;
    const brought = keepTrying(
      async () => ++tries,
      () => true,
    );
    serverHeard();
    expect(await brought).toBeNull();
    expect(tries).toBe(0);
  });
});
