import { describe, expect, it } from 'vitest';
import { failed, succeeded, type Outcome } from '../realtime/outcome';
import { Polled } from './polled';

/** Answers come when the test says so, in whatever order. */
class Line {
  readonly waiting: ((outcome: Outcome<string>) => void)[] = [];
  readonly ask = (): Promise<Outcome<string>> => new Promise((done) => this.waiting.push(done));
}

const gone = failed<string>('unreachable', 'link.unreachable', 'No network.');
const settled = (): Promise<void> => new Promise((done) => setTimeout(done));

function polled(): { line: Line; polled: Polled<string>; clock: { now: number } } {
  const line = new Line();
  const clock = { now: 1_000 };
  return { line, polled: new Polled(line.ask, () => clock.now), clock };
}

describe('what is asked for again and again', () => {
  it('is as old as its question, however long the answer took', async () => {
    const { line, polled: of, clock } = polled();
    void of.read();
    clock.now = 9_000;
    line.waiting[0]?.(succeeded('one'));
    await settled();
    expect([of.value.value, of.at.value]).toEqual(['one', 1_000]);
  });

  it('stays with its age when it cannot be read again', async () => {
    const { line, polled: of, clock } = polled();
    void of.read();
    line.waiting[0]?.(succeeded('one'));
    await settled();
    clock.now = 5_000;
    void of.read();
    line.waiting[1]?.(gone);
    await settled();
    expect([of.value.value, of.at.value, of.fault.value?.text]).toEqual(['one', 1_000, 'No network.']);
  });

  it('does not go back to an answer that was overtaken', async () => {
    const { line, polled: of } = polled();
    void of.read();
    void of.read();
    line.waiting[1]?.(succeeded('newer'));
    line.waiting[0]?.(succeeded('older'));
    await settled();
    expect(of.value.value).toBe('newer');
  });

  it('keeps what was changed here against an answer that was on its way', async () => {
    const { line, polled: of } = polled();
    void of.read();
    line.waiting[0]?.(succeeded('open'));
    await settled();
    void of.read();
    of.change(() => 'closed');
    line.waiting[1]?.(succeeded('open'));
    await settled();
    expect(of.value.value).toBe('closed');
  });

  it('forgets what belongs to something else', async () => {
    const { line, polled: of } = polled();
    void of.read();
    of.clear();
    line.waiting[0]?.(succeeded('of the other'));
    await settled();
    expect([of.value.value, of.at.value]).toEqual([null, null]);
  });
});
