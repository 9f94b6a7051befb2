import { describe, expect, it } from 'vitest';
import type { SilenceRow } from '../../lib/contracts/units';
import { silenceNotice } from './endings';

const now = Date.parse('2026-01-01T10:10:00Z');
const silence = (change: Partial<SilenceRow> = {}): SilenceRow => ({
  alarmId: 'alarm',
  since: '2026-01-01T10:00:00Z',
  raisedAt: '2026-01-01T10:03:00Z',
  acknowledgedAt: null,
  acknowledgedBy: null,
  endedAt: null,
  ...change,
});

describe('a crew that comes back', () => {
  it('is told since when it counted as silent', () => {
    const time = new Date('2026-01-01T10:00:00Z').toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hour12: false });
    expect(silenceNotice(silence(), now)?.title).toBe(`The control room counted you as silent since ${time}`);
    expect(silenceNotice(silence({ endedAt: '2026-01-01T10:09:58Z' }), now)).not.toBeNull();
  });

  it('hears nothing of a silence that is long over, or that never was', () => {
    expect(silenceNotice(silence({ endedAt: '2026-01-01T10:05:00Z' }), now)).toBeNull();
    expect(silenceNotice(null, now)).toBeNull();
  });
});
