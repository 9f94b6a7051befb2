import { expect, test } from 'vitest';
import { pictureHeight } from './pictureHeight';

test('a picture that fills a wide slot needs more lines than the slot has', () => {
  expect(pictureHeight({ width: 1280, height: 400 }, { width: 640, height: 360 }, false, 1)).toBe(720);
});

test('a picture that is fitted in needs no more lines than the slot has', () => {
  expect(pictureHeight({ width: 1280, height: 400 }, { width: 640, height: 360 }, true, 1)).toBe(400);
});

test('a dense screen wants more lines of the same slot', () => {
  expect(pictureHeight({ width: 160, height: 80 }, null, false, 2)).toBe(160);
});

test('a slot without extent shows nothing', () => {
  expect(pictureHeight({ width: 0, height: 0 }, { width: 640, height: 360 }, false, 1)).toBe(0);
});
