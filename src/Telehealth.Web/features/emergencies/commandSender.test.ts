import { describe, expect, it } from 'vitest';
import { failed, type Outcome, succeeded } from '../../lib/realtime/outcome';
import { CommandSender } from './commandSender';

/** A connection that sends each command twice, as after a line that broke, and answers when the test says so. */
function sender() {
  const ids: string[] = [];
  let answer: (outcome: Outcome<string>) => void = () => undefined;
  const link = {
    sendUntilAnswered: async (send: (hub: never) => Promise<Outcome<unknown>>) => {
      await send(undefined as never);
      return await send(undefined as never);
    },
  };
  const commands = new CommandSender(link as never);
  const ask = () =>
    commands.ask('note', (_hub, commandId) => {
      ids.push(commandId);
      return ids.length % 2 === 1
        ? Promise.resolve(succeeded(''))
        : new Promise<Outcome<string>>((resolve) => {
            answer = resolve;
          });
    });
  return { commands, ids, ask, answer: (outcome: Outcome<string>) => answer(outcome) };
}

const turn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 0));

describe('a command', () => {
  it('keeps its id however often it is sent, and says that it waits for its answer', async () => {
    const { commands, ids, ask, answer } = sender();
    const asked = ask();
    await turn();
    expect(commands.busy.value).toBe('note');
    answer(succeeded(''));
    await asked;
    expect(commands.busy.value).toBeNull();
    expect(new Set(ids).size).toBe(1);
  });

  it('that is refused leaves why, until the next one is sent or it is forgotten', async () => {
    const { commands, ask, answer } = sender();
    const asked = ask();
    await turn();
    answer(failed('refused', 'emergency.over', 'It is over.'));
    await asked;
    expect(commands.fault.value?.text).toBe('It is over.');
    void ask();
    expect(commands.fault.value).toBeNull();
  });
});
