import { expect, test } from 'vitest';
import type { QualityView } from '../../../lib/contracts/consults';
import { linkLabel, lossOf, percentText, shortBitrate } from './qualityLabels';

const view = (rung: QualityView['rung'], cause: QualityView['cause']): QualityView => ({ participantId: 'p', rung, cause, text: '' });

test('a connection of which nothing is said is good', () => {
  expect(linkLabel(undefined).word).toBe('Good');
});

test('each rung has its word', () => {
  expect(linkLabel(view('video', 'lowBandwidth')).word).toBe('Weak');
  expect(linkLabel(view('audioOnly', 'highLoss')).word).toBe('Sound only');
  expect(linkLabel(view('suggestPhone', 'highLoss')).word).toBe('Very weak');
});

test('figures fit a narrow column', () => {
  expect([1_440_000, 31_900, 12].map(shortBitrate)).toEqual(['1.4 M', '32 k', '12']);
  expect([0, 0.43, 12.4].map(percentText)).toEqual(['0 %', '0.4 %', '12 %']);
});

test('loss is a share of what was sent, and repeated packets make it no less than none', () => {
  expect(lossOf(5, 95)).toBe(5);
  expect(lossOf(-3, 100)).toBe(0);
  expect(lossOf(0, 0)).toBe(0);
});
