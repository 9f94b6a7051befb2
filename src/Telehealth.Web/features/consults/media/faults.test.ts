import { expect, test } from 'vitest';
import { deviceFault } from './faults';

const thrown = (name: string): unknown => Object.assign(new Error('said by the browser'), { name });

test('a refused permission says where to allow it', () => {
  const fault = deviceFault(thrown('NotAllowedError'), 'camera');
  expect(fault.reason).toBe('denied');
  expect(fault.next).toContain('allow the camera');
});

test('a missing and a busy device are told apart', () => {
  expect(deviceFault(thrown('NotFoundError'), 'microphone').reason).toBe('missing');
  expect(deviceFault(thrown('NotReadableError'), 'microphone').reason).toBe('inUse');
});

test('closing the chooser of screens is a change of mind', () => {
  expect(deviceFault(thrown('NotAllowedError'), 'screen').reason).toBe('dismissed');
});

test('whatever else is thrown still has a next step', () => {
  expect(deviceFault('odd', 'camera').next).not.toBe('');
});
