import { describe, expect, it } from 'vitest';
import { pictureUrl, placePictures, type CrewPicture } from './crewPictures';

const entry = (sequence: number, text: string, at: string, kind = 'emergency.note_added') => ({
  sequence,
  at,
  deviceTime: null,
  kind,
  actorName: 'Erik',
  text,
});
const picture = (id: string, change: Partial<CrewPicture> = {}): CrewPicture => ({
  id,
  number: 1,
  takenBy: 'Erik',
  takenAt: '2026-01-01T10:00:00Z',
  receivedAt: '2026-01-01T10:00:05Z',
  assignmentId: 'job',
  callSign: 'A11',
  ...change,
});

describe('pictures in the timeline', () => {
  it('stand at the line that tells of them', () => {
    const placed = placePictures([entry(1, 'Gate code 12', ''), entry(2, 'A11 took picture 1.', '2026-01-01T10:00:05Z')], [picture('one')]);
    expect(placed.told.get(2)?.id).toBe('one');
    expect(placed.untold).toEqual([]);
  });

  it('of a unit that had the incident twice stand at the line of their time', () => {
    const entries = [entry(2, 'A11 took picture 1.', '2026-01-01T10:00:06Z'), entry(7, 'A11 took picture 1.', '2026-01-01T10:30:01Z')];
    const placed = placePictures(entries, [
      picture('later', { receivedAt: '2026-01-01T10:30:00Z', assignmentId: 'job 2' }),
      picture('one'),
    ]);
    expect([placed.told.get(2)?.id, placed.told.get(7)?.id]).toEqual(['one', 'later']);
  });

  it('have a line each', () => {
    const entries = [entry(2, 'A11 took picture 1.', '2026-01-01T10:00:06Z'), entry(7, 'A11 took picture 1.', '2026-01-01T10:30:01Z')];
    const placed = placePictures(entries, [picture('one'), picture('next', { receivedAt: '2026-01-01T10:00:20Z', assignmentId: 'job 2' })]);
    expect([placed.told.get(2)?.id, placed.told.get(7)?.id]).toEqual(['one', 'next']);
  });

  it('are not lost when no line tells of them', () => {
    expect(placePictures([entry(1, 'A11 took picture 1.', '', 'emergency.raised')], [picture('one')]).untold.map((one) => one.id)).toEqual([
      'one',
    ]);
  });

  it('are asked for anew under another address', () => {
    expect(pictureUrl(picture('one'))).toBe('/api/jobs/job/photos/one');
    expect(pictureUrl(picture('one'), 1)).not.toBe(pictureUrl(picture('one')));
  });
});
