import { expect, test } from 'vitest';
import { waitingText } from './waitingText';

test('who waits is told that they are seen only while the page is connected', () => {
  expect(waitingText('live', null)).toContain('can see that you are here');
  expect(waitingText('live', 'Dr Chloe Tan')).toContain('Dr Chloe Tan can see');
  for (const state of ['connecting', 'reconnecting', 'crowded', 'refused'] as const)
    expect(waitingText(state, null)).not.toContain('can see that you are here');
});
