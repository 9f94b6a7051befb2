import { expect, test } from 'vitest';
import { returnReasons, returnWordsForColleagues, returnWordsForPatients } from './returnText';

test('every reason that can be chosen has words for colleagues and for the patient', () => {
  for (const { value } of returnReasons) {
    expect(returnWordsForColleagues(value)).toMatch(/^: [a-z].+[^.]$/);
    expect(returnWordsForPatients(value)).toMatch(/\.$/);
  }
});

test('where no reason was given none is made up', () => {
  expect(returnWordsForColleagues(null)).toBe('');
  expect(returnWordsForPatients(null)).toBe('');
});
