import { expect, it } from 'vitest';
import { allActions, consoleActions } from './consoleActions';
import type { DispatchConsole } from './dispatchConsole';

it('everything that a console can be told has a key of its own', () => {
  const console = { selection: {}, dialog: {} } as DispatchConsole;
  const keys = allActions(consoleActions(console)).flatMap((action) => [action.key, ...(action.alsoKeys ?? [])]);
  expect(keys.length).toBeGreaterThan(30);
  expect(new Set(keys).size).toBe(keys.length);
});
