import { describe, expect, it } from 'vitest';
import { isMuted, muteFor, muteMs } from './muting';

describe('a muted alarm', () => {
  it('sounds again after a minute', () => {
    const muting = muteFor(['a'], 0);
    expect(isMuted(muting, ['a'], muteMs - 1)).toBe(true);
    expect(isMuted(muting, ['a'], muteMs)).toBe(false);
  });

  it('does not mute one that came later', () => {
    expect(isMuted(muteFor(['a'], 0), ['a', 'b'], 1)).toBe(false);
  });

  it('is the exception: without muting nothing is mute', () => {
    expect(isMuted(null, ['a'], 0)).toBe(false);
  });
});
