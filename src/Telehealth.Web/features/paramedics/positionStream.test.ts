import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { PositionFix } from '../../lib/contracts/paramedics';
import { failed, succeeded, type Outcome } from '../../lib/realtime/outcome';
import { observeServerTime } from '../../lib/time';
import { PositionStream } from './positionStream';

const tenOClock = Date.parse('2026-01-01T10:00:00Z');
const weekMs = 7 * 86_400_000;

class Receiver {
  got: (position: GeolocationPosition) => void = () => undefined;
  watchPosition(got: (position: GeolocationPosition) => void): number {
    this.got = got;
    return 1;
  }
  getCurrentPosition(): void {}
  clearWatch(): void {}
}

describe('a vehicle’s position', () => {
  const receiver = new Receiver();
  let sent: PositionFix[];
  let answer: Outcome<unknown>;
  let stream: PositionStream;

  beforeEach(() => {
    vi.useFakeTimers({ now: tenOClock });
    vi.stubGlobal('navigator', { geolocation: receiver });
    observeServerTime('2026-01-01T10:00:00Z');
    sent = [];
    answer = succeeded({});
    stream = new PositionStream(async (fix) => {
      sent.push(fix);
      return answer;
    });
    stream.start();
  });
  afterEach(() => {
    stream.stop();
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  const tell = async (latitude: number, timestamp: number): Promise<void> => {
    const coords = { latitude, longitude: 9.9, accuracy: 5, speed: null, heading: null, altitude: null, altitudeAccuracy: null };
    receiver.got({ coords, timestamp } as unknown as GeolocationPosition);
    await vi.advanceTimersByTimeAsync(0);
  };
  const times = (): number[] => sent.map((fix) => Date.parse(fix.deviceTime) - tenOClock);

  it('goes on being sent when the receiver falls back by 1024 weeks in the middle of the shift', async () => {
    await tell(48.4, tenOClock);
    await vi.advanceTimersByTimeAsync(2_000);
    await tell(48.401, tenOClock + 2_000 - 1024 * weekMs);
    await vi.advanceTimersByTimeAsync(2_000);
    await tell(48.402, tenOClock + 4_000 - 1024 * weekMs);
    expect(times()).toEqual([0, 2_000, 4_000]);
  });

  it('keeps its time when the device’s clock is set back by ten minutes', async () => {
    await tell(48.4, tenOClock);
    await vi.advanceTimersByTimeAsync(2_000);
    vi.setSystemTime(tenOClock - 600_000);
    await tell(48.401, Date.now());
    expect(times()).toEqual([0, 2_000]);
  });

  it('was last taken when the server took it, and not when it was sent', async () => {
    await tell(48.4, tenOClock);
    expect(stream.takenAt.value).toBe(tenOClock);
    answer = failed('refused', 'fix.future', 'This position was not used.');
    await vi.advanceTimersByTimeAsync(2_000);
    await tell(48.401, tenOClock + 2_000);
    expect([stream.state.value, stream.takenAt.value]).toEqual(['refused', tenOClock]);
  });

  it('is not new because the device tells it once more', async () => {
    await tell(48.4, tenOClock);
    await vi.advanceTimersByTimeAsync(60_000);
    await tell(48.4, tenOClock);
    expect(times()).toEqual([0]);
  });
});
