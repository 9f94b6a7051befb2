import { expect, test } from 'vitest';
import { examples } from './examples';
import { beginsWith, finds, matches, sameText } from './folding';

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

test('a filter wants every word, in any order and case', () => {
  expect(matches('a14 CHEST', 'Chest pain', 'A14', null)).toBe(true);
  expect(matches('a14 fall', 'Chest pain', 'A14')).toBe(false);
  expect(matches('lukasz ZOLC', 'Łukasz Żółć', 'A14')).toBe(true);
  expect(matches('أحمد', 'احمد', null)).toBe(true);
  expect(matches('ca2f', 'E-7CA2F6')).toBe(true);
  expect(matches(' ', 'Chest pain')).toBe(true);
  expect(matches('', 'anything')).toBe(true);
});
