import { expect, test } from 'vitest';
import { returnReasons, returnTextForColleagues, returnTextForPatients } from './returnText';

test('every reason that can be chosen has words for colleagues and for the patient', () => {
  for (const { value } of returnReasons) {
    expect(returnTextForColleagues(value)).toMatch(/^: [a-z].+[^.]$/);
    expect(returnTextForPatients(value)).toMatch(/\.$/);
  }
});

test('where no reason was given none is made up', () => {
  expect(returnTextForColleagues(null)).toBe('');
  expect(returnTextForPatients(null)).toBe('');
});
