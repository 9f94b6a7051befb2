import { describe, expect, it } from 'vitest';
import { shrunkSize } from './shrink';

describe('a picture', () => {
  it('is made smaller, never larger, and keeps its shape', () => {
    expect(shrunkSize(4000, 3000)).toEqual({ width: 1600, height: 1200 });
    expect(shrunkSize(3000, 4000)).toEqual({ width: 1200, height: 1600 });
    expect(shrunkSize(640, 480)).toEqual({ width: 640, height: 480 });
    expect(shrunkSize(9000, 1)).toEqual({ width: 1600, height: 1 });
  });
});
