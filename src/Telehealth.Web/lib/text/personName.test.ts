import { expect, test } from 'vitest';
import { examples } from './examples';
import { readName } from './personName';

test.each(examples<{ text: string; name: string | null }>('names'))('the name $text is read as it is on the server', ({ text, name }) => {
  expect(readName(text)).toBe(name);
});

test('half a pair is no part of a name', () => {
  expect(readName('\ud800Ana\udc00')).toBe('Ana');
});
