import { expect, test } from 'vitest';
import { audioPreference, cameraEncodings, everyLayer, restAbove, speaksOfLayers } from './encodings';

const active = (encodings: readonly RTCRtpEncodingParameters[]) => encodings.map((one) => one.active);

test('a camera is offered in three layers, the smallest first', () => {
  expect(cameraEncodings(true, true).map((one) => [one.rid, one.scaleResolutionDownBy, one.maxBitrate])).toEqual([
    ['q', 4, 150_000],
    ['h', 2, 500_000],
    ['f', 1, 1_700_000],
  ]);
});

test('layers that nobody watches rest, the largest first', () => {
  const layers = cameraEncodings(true, false);
  expect(active(restAbove(layers, everyLayer))).toEqual([true, true, true]);
  expect(active(restAbove(layers, 1))).toEqual([true, false, false]);
  expect(active(restAbove(layers, 0))).toEqual([false, false, false]);
});

test('a relay without simulcast gets the whole picture, which rests when nobody watches', () => {
  const whole = cameraEncodings(false, true);
  expect(whole).toEqual([{ maxBitrate: 1_700_000, scalabilityMode: 'L1T2' }]);
  expect(active(restAbove(whole, 1))).toEqual([true]);
  expect(active(restAbove(whole, 0))).toEqual([false]);
});

test('an answer without layers is known by its lines', () => {
  expect(speaksOfLayers('v=0\r\na=simulcast:recv q;h;f\r\n')).toBe(true);
  expect(speaksOfLayers('v=0\r\nm=video 9\r\n')).toBe(false);
});

test('RED stands behind Opus and before the rest', () => {
  const codec = (mimeType: string): RTCRtpCodec => ({ mimeType, clockRate: 48_000 });
  expect(audioPreference(['audio/PCMU', 'audio/red', 'audio/opus'].map(codec)).map((one) => one.mimeType)).toEqual([
    'audio/opus',
    'audio/red',
    'audio/PCMU',
  ]);
});
