import { describe, expect, it } from 'vitest';
import { failed, type Outcome } from '../realtime/outcome';
import { CommandQueue, type QueuedItem, type QueueRules } from './commandQueue';
import { gone, KeptText, late, ScriptedLine, settled, tenOClock } from './testLine';

const step = (commandId: string, doneAt = '2026-01-01T10:00:00Z'): QueuedItem => ({
  kind: 'step',
  doneAt,
  about: 'E-1',
  command: { commandId, deviceTime: doneAt } as QueuedItem['command'],
});

const rules: QueueRules<QueuedItem> = {
  kinds: ['step'],
  wayOf: () => 'hub',
  receiptOf: ({ command, about, doneAt }, fault) =>
    fault === null ? null : { id: command.commandId, what: '', about, doneAt, settledAt: '', result: 'refused', text: fault.text },
};

const lost = (): Outcome<unknown> => failed('lost', 'link.lost', '');
const stumbled = (): Outcome<unknown> => failed('refused', 'link.failed', 'Something went wrong on our side.');

describe('the offline queue', () => {
  it('sends in the order of the doing once the line is back', async () => {
    const line = new ScriptedLine(rules);
    line.answers = [gone, gone];
    const queue = line.queue(new KeptText());
    queue.add(step('1'));
    await Promise.resolve();
    queue.add(step('2'));
    await queue.flush();
    expect(queue.length.value).toBe(2);
    await queue.flush();
    expect(line.ended).toEqual(['done 1', 'done 2']);
    expect(queue.length.value).toBe(0);
  });

  it('sends what was lost again with the same id', async () => {
    const line = new ScriptedLine(rules);
    line.answers = [lost];
    const queue = line.queue(new KeptText());
    queue.add(step('1'));
    await queue.flush();
    await queue.flush();
    await queue.flush();
    expect(line.sent).toEqual(['1', '1']);
  });

  it('goes on after a refusal and tells of it', async () => {
    const line = new ScriptedLine(rules);
    line.answers = [gone, late];
    const queue = line.queue(new KeptText());
    queue.add(step('1'));
    await queue.flush();
    queue.add(step('2'));
    await queue.flush();
    await queue.flush();
    expect(line.ended).toEqual(['assignment.over 1', 'done 2']);
  });

  it('is found again after the page was closed', async () => {
    const store = new KeptText();
    const line = new ScriptedLine(rules);
    line.answers = [gone];
    line.queue(store).add(step('1'));
    await Promise.resolve();
    await settled();
    expect(new ScriptedLine(rules).queue(store).waiting.value).toEqual([{ ...step('1'), waited: true }]);
  });

  it('starts empty on a text that it cannot read', () => {
    const store = new KeptText();
    store.text = '{"kind":';
    expect(new ScriptedLine(rules).queue(store).length.value).toBe(0);
  });

  it('takes what an earlier version of the page has left', () => {
    const { kind, command } = step('1');
    const store = new KeptText();
    store.text = JSON.stringify([{ kind, command }]);
    expect(new ScriptedLine(rules).queue(store).waiting.value).toEqual([{ ...step('1'), about: '' }]);
  });

  it('keeps a command when the server stumbles, tries again by itself, and gives up only after six times', async () => {
    const line = new ScriptedLine(rules);
    line.answers = Array.from({ length: 6 }, () => stumbled);
    const queue = line.queue(new KeptText());
    queue.add(step('1'));
    await settled();
    expect(queue.length.value).toBe(1);
    for (let again = line.again.shift(); again !== undefined; again = line.again.shift()) {
      again();
      await settled();
    }
    expect(line.sent.length).toBe(6);
    expect(line.ended).toEqual(['link.failed 1']);
    expect(queue.receipts.value).toMatchObject([{ id: '1', result: 'refused' }]);
  });

  it.each([
    'http.502',
    'http.503',
    'http.504',
    'http.408',
    'http.429',
    'http.500',
    'store.unavailable',
    'entity.busy',
    'hub.too_many_requests',
  ])('keeps a command when something before the server answers %s, and tries again for as long as it takes', async (code) => {
    const line = new ScriptedLine(rules);
    line.answers = Array.from({ length: 20 }, () => () => failed('refused', code, ''));
    const queue = line.queue(new KeptText());
    queue.add(step('1'));
    await settled();
    for (let time = 1; time < 20; time++) {
      line.again.shift()?.();
      await settled();
    }
    expect(line.sent.length).toBe(20);
    expect(queue.receipts.value).toEqual([]);
    line.again.shift()?.();
    await settled();
    expect(line.ended).toEqual(['done 1']);
  });

  it('refuses what it cannot hold instead of dropping what was first', async () => {
    const line = new ScriptedLine(rules);
    line.answers = Array.from({ length: 300 }, () => gone);
    const queue = line.queue(new KeptText());
    for (let count = 0; count < 200; count++) expect(queue.add(step(`${count}`))).toBe(true);
    expect(queue.add(step('one more'))).toBe(false);
    expect(queue.waiting.value[0]?.command.commandId).toBe('0');
  });

  it('says when the device keeps nothing', () => {
    const store = new KeptText();
    store.full = true;
    const line = new ScriptedLine(rules);
    line.answers = [gone];
    const queue = line.queue(store);
    queue.add(step('1'));
    expect(queue.durable.value).toBe(false);
  });
});

describe('a queue', () => {
  it('is empty for good when the person leaves the device, whatever is still on its way', async () => {
    const store = new KeptText();
    const line = new ScriptedLine(rules);
    let answer: ((outcome: Outcome<unknown>) => void) | undefined;
    const queue = new CommandQueue(
      rules,
      () =>
        new Promise((done) => {
          answer = done;
        }),
      { done: () => line.ended.push('done'), refused: () => line.ended.push('refused'), now: () => tenOClock, later: () => undefined },
      store,
    );
    queue.add(step('1'));
    queue.add(step('2'));

    queue.discard();
    answer?.(failed('lost', 'link.lost', ''));
    await Promise.resolve();

    expect(store.text).toBeNull();
    expect(queue.length.value).toBe(0);
    expect(queue.add(step('3'))).toBe(false);
    expect(store.text).toBeNull();
  });

  it('keeps what came too late beyond the shift, and nothing that was applied', () => {
    const store = new KeptText();
    const receipt = (id: string, result: string) => ({ id, result, what: 'On scene', about: 'E-1', text: '', doneAt: '', settledAt: '' });
    store.text = JSON.stringify({ waiting: [], receipts: [receipt('1', 'applied'), receipt('2', 'late')] });
    const queue = new ScriptedLine(rules).queue(store);

    queue.dismissApplied();

    expect(queue.receipts.value.map((kept) => kept.id)).toEqual(['2']);
    expect(store.text).not.toContain('applied');
  });
});
