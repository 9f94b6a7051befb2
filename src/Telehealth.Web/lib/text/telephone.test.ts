import { expect, test } from 'vitest';
import { examples } from './examples';
import { readTelephone } from './telephone';

interface Example {
  readonly text: string;
  readonly typed: string;
  readonly dial: string | null;
}

test.each(examples<Example>('telephone'))('$text is read as it is on the server', ({ text, typed, dial }) => {
  expect(readTelephone(text)).toEqual({ typed, dial });
});

test('nothing said is no number', () => {
  expect(readTelephone(null)).toEqual({ typed: '', dial: null });
});
