import { expect, test } from 'vitest';
import { examples } from './examples';
import { beginsWith, finds, sameText } from './folding';

test.each(examples<{ query: string; text: string; found: boolean }>('searches'))(
  '$query in $text: found $found, as on the server',
  ({ query, text, found }) => {
    expect(finds(query, text)).toBe(found);
  },
);

test('a call sign is the same in any case and any digits', () => {
  expect(sameText('a12', 'A12')).toBe(true);
  expect(sameText('А١٢', 'а12')).toBe(true);
  expect(beginsWith('Ärzte 1', 'arz')).toBe(true);
});
