import { describe, expect, it } from 'vitest';
import { readCity } from './city';
import { fixAgeText, isStale } from './fixAge';
import { boundsOf, directionText, distanceText, metresBetween, moved } from './geometry';
import { hasArrived, nextStep, startGlide } from './glide';

describe('the age of a fix', () => {
  it('is said in the fewest true words', () => {
    expect([-3_000, 4_999, 5_000, 59_000, 61_000, 3_599_000, 3_720_000, 90_000_000].map(fixAgeText)).toEqual([
      'now',
      'now',
      '5 s',
      '59 s',
      '1 min',
      '59 min',
      '1 h 2 min',
      'over a day',
    ]);
  });

  it('is old after a minute', () => {
    expect([isStale(60_000), isStale(60_001)]).toEqual([false, true]);
  });
});

describe('places', () => {
  it('are measured along the great circle, over the 180th meridian too', () => {
    expect(Math.round(metresBetween({ latitude: 0, longitude: 179.5 }, { latitude: 0, longitude: -179.5 }))).toBe(111_195);
  });

  it('move by metres', () => {
    const from = { latitude: 48.4, longitude: 9.6 };
    expect(metresBetween(from, moved(from, 30, 40))).toBeCloseTo(50, 1);
    expect(moved({ latitude: 0, longitude: 179.9999 }, 0, 100).longitude).toBeLessThan(-179);
  });

  it('are told by direction and distance', () => {
    const from = { latitude: 48.4, longitude: 9.6 };
    expect(directionText(from, moved(from, 100, 100))).toBe('north-east');
    expect(directionText(from, moved(from, -100, 0))).toBe('south');
    expect([distanceText(44), distanceText(1_234), distanceText(12_345)]).toEqual(['40 m', '1.2 km', '12 km']);
  });

  it('have no bounds when there are none', () => {
    expect(boundsOf([])).toBeNull();
  });
});

describe('a glide', () => {
  const from = { latitude: 48.4, longitude: 9.6 };
  const to = { latitude: 48.401, longitude: 9.6 };

  it('draws only the steps that can be seen, and ends where it should', () => {
    const glide = startGlide(from, to, 10, 0);
    expect(glide).not.toBeNull();
    if (glide === null) return;
    expect(nextStep(glide, 1)).toBeNull();
    expect(nextStep(glide, 550)?.latitude).toBeCloseTo(48.4005, 4);
    expect(nextStep(glide, 5_000)).toEqual(to);
    expect(hasArrived(glide)).toBe(true);
  });

  it('is none for what nobody could see move, nor for a jump', () => {
    expect(startGlide(from, to, 0.3, 0)).toBeNull();
    expect(startGlide(from, to, 4_000, 0)).toBeNull();
  });
});

describe('the city', () => {
  it('is parted into ground, hospitals and posts', () => {
    const city = readCity({
      type: 'FeatureCollection',
      features: [
        {
          type: 'Feature',
          properties: { class: 'primary', name: 'Mill Street' },
          geometry: {
            type: 'LineString',
            coordinates: [
              [9.5, 48.3],
              [9.7, 48.5],
            ],
          },
        },
        {
          type: 'Feature',
          properties: { class: 'water' },
          geometry: {
            type: 'LineString',
            coordinates: [
              [0, 0],
              [1, 1],
            ],
          },
        },
        { type: 'Feature', properties: { kind: 'hospital', name: 'General' }, geometry: { type: 'Point', coordinates: [9.6, 48.4] } },
        { type: 'Feature', properties: { kind: 'post' }, geometry: { type: 'Point', coordinates: [9.61, 48.41] } },
      ],
    });
    expect(city.ground.features).toHaveLength(2);
    expect(city.hospitals.map((place) => place.name)).toEqual(['General']);
    expect(city.posts.map((place) => place.name)).toEqual(['Post']);
    expect(city.bounds).toEqual([9.5, 48.3, 9.7, 48.5]);
  });
});
