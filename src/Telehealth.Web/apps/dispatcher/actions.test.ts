import { describe, expect, it } from 'vitest';
import { actionFor, keyName, type ConsoleAction } from './actions';
import { consoleActions } from './consoleActions';
import type { DispatchConsole } from './dispatchConsole';

const action = (name: string, key: string, possible: boolean): ConsoleAction => ({
  name,
  key,
  label: name,
  group: 'Queue',
  perform: () => undefined,
  possible: () => possible,
});

describe('actions', () => {
  it('finds the one that can be done now', () => {
    expect(actionFor([action('one', 'a', false), action('two', 'a', true)], 'a')?.name).toBe('two');
  });

  it('have one key each', () => {
    const keys = consoleActions({} as DispatchConsole).flatMap((entry) => [entry.key, ...(entry.alsoKeys ?? [])]);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('name their keys as they are printed', () => {
    expect([keyName('j'), keyName('Escape'), keyName('?'), keyName('A')]).toEqual(['J', 'Esc', '?', 'Shift A']);
  });
});
