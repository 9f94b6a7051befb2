import { describe, expect, it } from 'vitest';
import type { AssignmentStatus } from '../../lib/contracts/domain/emergencies';
import { gone, KeptText, late, ScriptedLine, settled, tenOClock } from '../../lib/offline/testLine';
import { failed, succeeded } from '../../lib/realtime/outcome';
import { crewQueueRules, type QueuedCommand } from './queuedCommand';
import { receiptOf } from './receipts';

const report = (commandId: string, status: AssignmentStatus, doneAt = '2026-01-01T10:00:00Z'): QueuedCommand => ({
  kind: 'report',
  doneAt,
  about: 'E-1',
  command: { commandId, emergencyId: 'e', assignmentId: 'a', epoch: 1, status, deviceTime: doneAt },
});

const hospital = (commandId: string): QueuedCommand => ({
  kind: 'hospital',
  doneAt: '2026-01-01T10:00:00Z',
  about: 'E-1',
  command: { commandId, emergencyId: 'e', assignmentId: 'a', hospitalCode: 'H1', name: 'St. Anna' },
});

const crewLine = () => new ScriptedLine<QueuedCommand>({ ...crewQueueRules, receiptOf });

describe('what a crew did out of reach', () => {
  it('does not let a hospital that a gateway holds up hold up the statuses for ever', async () => {
    const line = crewLine();
    line.answers = Array.from({ length: 6 }, () => () => failed('refused', 'http.502', ''));
    const queue = line.queue(new KeptText());
    queue.add(hospital('1'));
    queue.add(report('2', 'transporting'));
    await settled();
    for (let time = 1; time < 6; time++) {
      line.again.shift()?.();
      await settled();
    }
    expect(line.ended).toEqual(['done 2']);
    expect(queue.waiting.value.map((item) => item.command.commandId)).toEqual(['1']);
  });
});

describe('a receipt', () => {
  it('tells what waited that it was applied, and what came too late that it changed nothing', async () => {
    const store = new KeptText();
    const line = crewLine();
    line.answers = [gone, gone, () => succeeded({}), late];
    const queue = line.queue(store);
    queue.add(report('1', 'enRoute'));
    await settled();
    queue.add(report('2', 'onScene', '2026-01-01T10:04:00Z'));
    await settled();
    line.now = tenOClock + 1_000;
    await queue.flush();
    expect(queue.receipts.value.map(({ id, result }) => [id, result])).toEqual([
      ['1', 'applied'],
      ['2', 'late'],
    ]);
    expect(queue.receipts.value[0]?.text).toMatch(/^applied at \d\d:00:01$/);
    expect(queue.receipts.value[1]?.text).toBe('came too late: recorded, changed nothing');
    expect(crewLine().queue(store).receipts.value).toEqual(queue.receipts.value);
  });

  it('is not made for what was answered at once, and goes when it was read', async () => {
    const line = crewLine();
    line.answers = [() => succeeded({}), late];
    const queue = line.queue(new KeptText());
    queue.add(report('1', 'enRoute'));
    await settled();
    expect(queue.receipts.value).toEqual([]);
    queue.add(report('2', 'onScene'));
    await settled();
    expect(queue.receipts.value.length).toBe(1);
    queue.dismissReceipts();
    expect(queue.receipts.value).toEqual([]);
  });
});
