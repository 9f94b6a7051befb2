import { describe, expect, it } from 'vitest';
import { failed, succeeded, type Outcome } from './outcome';
import { Tries } from './Tries';

async function ids(answers: Outcome<unknown>[], about: string[] = ['help', 'help']): Promise<string[]> {
  const sent: string[] = [];
  const tries = new Tries();
  for (const what of about) {
    await tries.send(what, async (commandId) => {
      sent.push(commandId);
      return answers.shift() ?? succeeded(null);
    });
  }
  return sent;
}

describe('what is tried again', () => {
  it.each([
    ['never came back', failed('unreachable', 'link.unreachable', '')],
    ['was lost with the line', failed('lost', 'link.lost', '')],
    ['broke the server', failed('refused', 'server.failed', '')],
    ['broke a method of a hub', failed('refused', 'link.failed', '')],
    ['was lost in a gateway', failed('refused', 'http.502', '')],
  ])('has the same id when it %s, since it may have happened', async (_, outcome) => {
    const [first, second] = await ids([outcome]);
    expect(second).toBe(first);
  });

  it('has a new id after a refusal: the refused one would be refused for ever, however it was corrected', async () => {
    const [first, second] = await ids([failed('refused', 'emergency.description_too_long', '')]);
    expect(second).not.toBe(first);
  });

  it('has a new id once it is done', async () => {
    const [first, second] = await ids([succeeded(null)]);
    expect(second).not.toBe(first);
  });

  it('keeps its id beside something else', async () => {
    const [first, other, again] = await ids([failed('lost', 'link.lost', '')], ['help', 'another', 'help']);
    expect(other).not.toBe(first);
    expect(again).toBe(first);
  });
});
