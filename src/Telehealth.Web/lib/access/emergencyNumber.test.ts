import { expect, test } from 'vitest';
import { telOf } from './EmergencyNumber';

test.each([
  ['112', 'tel:112'],
  ['+44 1632 960 999', 'tel:+441632960999'],
  ['*112#', 'tel:*112%23'],
])('the service number %s is dialled as %s', (number, dialled) => {
  expect(telOf(number)).toBe(dialled);
});
