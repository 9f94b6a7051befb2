import { describe, expect, it } from 'vitest';
import { actionFor, keyName, type ConsoleAction } from './actions';

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

  it('name their keys as they are printed', () => {
    expect([keyName('j'), keyName('Escape'), keyName('?'), keyName('A')]).toEqual(['J', 'Esc', '?', 'Shift A']);
  });
});
