import { describe, expect, it } from 'vitest';
import { endedRows, openQueue } from './queue';
import { anEmergency } from './testRows';

describe('the queue', () => {
  it('stands as the server orders it, character by character', () => {
    const rows = ['2-0639', '1-0700', '2-0638-b', '2-0638-B'].map((queueKey) => anEmergency(queueKey, { queueKey }));
    expect(openQueue(rows).map((entry) => entry.id)).toEqual(['1-0700', '2-0638-B', '2-0638-b', '2-0639']);
  });

  it('keeps what is over apart, the last one first', () => {
    const rows = [
      anEmergency('open', {}),
      anEmergency('first', { phase: 'completed', endedAt: '2026-01-01T10:10:00Z' }),
      anEmergency('last', { phase: 'cancelled', endedAt: '2026-01-01T10:20:00Z' }),
    ];
    expect(openQueue(rows).map((entry) => entry.id)).toEqual(['open']);
    expect(endedRows(rows).map((entry) => entry.id)).toEqual(['last', 'first']);
  });
});
