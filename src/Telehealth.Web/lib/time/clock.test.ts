import { describe, expect, it } from 'vitest';
import { ServerClock } from './clock';

const tenOClock = Date.parse('2026-01-01T10:00:00Z');

class Device {
  wall = tenOClock - 3_600_000;
  steady = 0;
  doubts = 0;
  readonly clock = new ServerClock(
    () => this.wall,
    () => this.steady,
  );

  constructor() {
    this.clock.onDoubt(() => this.doubts++);
    this.clock.observe('2026-01-01T10:00:00Z');
  }

  pass(ms: number): void {
    this.wall += ms;
    this.steady += ms;
  }
}

describe('the server’s time on a device', () => {
  it('is not moved by a clock that is set back, and is asked for again at once', () => {
    const device = new Device();
    device.pass(5_000);
    device.wall -= 600_000;
    expect(device.clock.now()).toBe(tenOClock + 5_000);
    expect(device.doubts).toBe(1);
    device.pass(60_000);
    expect(device.clock.now()).toBe(tenOClock + 65_000);
    expect(device.doubts).toBe(1);
  });

  it('goes on through a sleep, in which the steady clock stands', () => {
    const device = new Device();
    device.wall += 17 * 60_000;
    expect(device.clock.now()).toBe(tenOClock + 17 * 60_000);
    expect(device.doubts).toBe(1);
  });

  it('is right again with the next answer after a clock was set an hour ahead', () => {
    const device = new Device();
    device.wall += 3_600_000;
    device.clock.now();
    expect(device.doubts).toBe(1);
    device.clock.observe('2026-01-01T10:00:00Z');
    expect(device.clock.now()).toBe(tenOClock);
  });

  it('does not stutter with the way of an answer', () => {
    const device = new Device();
    device.clock.observe('2026-01-01T10:00:00.300Z');
    expect(device.clock.now()).toBe(tenOClock);
  });

  it('is the device’s own until the server has said one', () => {
    let wall = tenOClock;
    const clock = new ServerClock(
      () => wall,
      () => 0,
    );
    wall -= 60_000;
    expect(clock.now()).toBe(tenOClock - 60_000);
  });
});
