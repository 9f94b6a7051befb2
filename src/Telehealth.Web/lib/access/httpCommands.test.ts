import { describe, expect, it } from 'vitest';
import { failed, succeeded, type Outcome } from '../realtime/outcome';
import { HttpCommands } from './httpCommands';

const ids = async (answers: Outcome<unknown>[], contents: object[] = [{ post: 'North' }, { post: 'North' }]): Promise<string[]> => {
  const sent: string[] = [];
  const commands = new HttpCommands(async (_, content) => {
    sent.push((content as { commandId: string }).commandId);
    return answers.shift() ?? succeeded(null);
  });
  for (const content of contents) await commands.send('/api/posts/moves', content);
  return sent;
};

describe('an order by HTTP', () => {
  it.each([
    ['never came back', failed('unreachable', 'link.unreachable', '')],
    ['broke the server', failed('refused', 'server.failed', '')],
    ['was lost in a gateway', failed('refused', 'http.502', '')],
  ])('that %s is the same one when it is given again', async (_, outcome) => {
    const [first, second] = await ids([outcome]);
    expect(second).toBe(first);
  });

  it('that was refused, or done, is a new one', async () => {
    const [first, second] = await ids([failed('refused', 'hospital.closed', '')]);
    expect(second).not.toBe(first);
    expect(new Set(await ids([])).size).toBe(2);
  });

  it('for something else is another one', async () => {
    const [first, second] = await ids([failed('unreachable', 'link.unreachable', '')], [{ post: 'North' }, { post: 'South' }]);
    expect(second).not.toBe(first);
  });
});
