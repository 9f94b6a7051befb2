import { describe, expect, test } from 'vitest';
import { looksSwapped, readCoordinates } from './coordinates';

const ulm = { latitude: 48.4, longitude: 9.99 };

// All of them the same place, to a metre or two: 48.4012 N, 9.6021 E.
const oneplace: readonly string[] = [
  '48.4012, 9.6021',
  '48.4012 9.6021',
  '48.4012;9.6021',
  '48.4012,9.6021',
  '48.4012 / 9.6021',
  '(48.4012, 9.6021)',
  '[48.4012, 9.6021]',
  '48.4012° 9.6021°',
  '+48.4012, +9.6021',
  '48,4012 9,6021',
  '48,4012, 9,6021',
  '48,4012; 9,6021',
  '48,4012,9,6021',
  '48,4012° N 9,6021° E',
  '48.4012 N 9.6021 E',
  '48.4012N 9.6021E',
  '48.4012° n, 9.6021° e',
  'N 48.4012 E 9.6021',
  'N48.4012 E009.6021',
  'N 48,4012 E 9,6021',
  '9.6021 E, 48.4012 N',
  'E 9.6021 N 48.4012',
  'N 48.4012, O 9.6021',
  '48.4012 Nord 9.6021 Ost',
  '48.4012 north, 9.6021 east',
  '48.4012 K 9.6021 D',
  '48.4012 с.ш. 9.6021 в.д.',
  '48,4012 С, 9,6021 В',
  '48.4012 شمال 9.6021 شرق',
  '48.4012 צפון 9.6021 מזרח',
  '北纬48.4012 东经9.6021',
  '北緯48.4012度 東経9.6021度',
  '48°24\'04.3"N 9°36\'07.6"E',
  '48° 24\' 4.3" N, 9° 36\' 7.6" E',
  '48°24′04.3″N, 9°36′07.6″E',
  '48°24’04,3”N 9°36’07,6”E',
  "48°24'04.3''N 9°36'07.6''E",
  'N48°24\'04.3" E9°36\'07.6"',
  '48 24 04.3 N 9 36 07.6 E',
  'N 48 24 04.3 E 9 36 07.6',
  '48 24 04.3 9 36 07.6',
  '48 24 04.3, 9 36 07.6',
  '48:24:04.3N 9:36:07.6E',
  '48-24-04.3N 009-36-07.6E',
  '48d24m04.3s N 9d36m07.6s E',
  '48 degrees 24 minutes 4.3 seconds north 9 degrees 36 minutes 7.6 seconds east',
  '482404.3N 0093607.6E',
  '4824.072N 00936.126E',
  "48° 24.072' N 9° 36.126' E",
  "N 48° 24.072' E 009° 36.126'",
  'N48 24.072 E9 36.126',
  '48 24.072, 9 36.126',
  "48°24,072'N 9°36,126'E",
  '48 24,072 N 9 36,126 E',
  "48°24.072' 9°36.126'",
  'lat 48.4012 lon 9.6021',
  'lat: 48.4012, lng: 9.6021',
  'Latitude: 48.4012 Longitude: 9.6021',
  'lon=9.6021&lat=48.4012',
  '+48.4012+009.6021/',
  'geo:48.4012,9.6021',
  'geo:48.4012,9.6021;u=35',
  'geo:48.4012,9.6021?z=17',
  'geo:0,0?q=48.4012,9.6021(Here)',
  'geo:0,0?q=48.4012%2C9.6021',
  'https://www.google.com/maps?q=48.4012,9.6021',
  'https://maps.google.com/?q=48.4012,9.6021',
  'https://www.google.com/maps/search/?api=1&query=48.4012%2C9.6021',
  'https://www.google.com/maps/@48.4012,9.6021,17z',
  'https://www.google.de/maps/place/X/@48.1,9.1,17z/data=!3m1!4b1!4m4!3m3!8m2!3d48.4012!4d9.6021',
  'https://www.google.com/maps/search/48.4012,+9.6021',
  'https://www.google.com/maps/place/48.4012+9.6021',
  'https://maps.google.com/maps?q=loc:48.4012,9.6021',
  'https://maps.apple.com/?ll=48.4012,9.6021&q=Pin',
  'https://maps.apple.com/?q=48.4012,9.6021',
  'https://maps.apple.com/place?coordinate=48.4012,9.6021&name=Pin',
  'https://www.openstreetmap.org/?mlat=48.4012&mlon=9.6021#map=17/48.1/9.1',
  'https://www.openstreetmap.org/#map=17/48.4012/9.6021',
  'https://www.bing.com/maps?cp=48.4012~9.6021',
  'https://waze.com/ul?ll=48.4012%2C9.6021',
  'https://yandex.com/maps/?ll=9.6021,48.4012&z=17',
  'https://mapy.cz/zakladni?x=9.6021&y=48.4012',
  'I am here: https://maps.google.com/?q=48.4012,9.6021 come quickly',
  'We are at 48.4012, 9.6021, by the barn.',
  '٤٨٫٤٠١٢، ٩٫٦٠٢١',
  '٤٨.٤٠١٢ ٩.٦٠٢١',
  '۴۸٫۴۰۱۲، ۹٫۶۰۲۱',
  '४८.४०१२, ९.६०२१',
  '４８．４０１２，９．６０２１',
  '\u200e48.4012, 9.6021\u200e',
  '\u202a48.4012,\u00a09.6021\u202c',
  '48.4012,\t9.6021',
  '48.4012\n9.6021',
  '48.4012, 9.6021, 478.5',
];

test.each(oneplace)('%s is the place that was meant', (text) => {
  const place = readCoordinates(text, ulm);
  expect(place?.latitude).toBeCloseTo(48.4012, 4);
  expect(place?.longitude).toBeCloseTo(9.6021, 4);
  expect(place?.swapped).toBe(false);
});

test.each([
  ['33.9 S 18.4 E', -33.9, 18.4],
  ['-33.9, 18.4', -33.9, 18.4],
  ['−33.9, −18.4', -33.9, -18.4],
  ['-33.9 S, 18.4 W', -33.9, -18.4],
  ['33 54 S 18 24 W', -33.9, -18.4],
  ['-33,9; -18,4', -33.9, -18.4],
  ["S 33°54' E 18°24'", -33.9, 18.4],
  ['-33°54\'0", 18°24\'0"', -33.9, 18.4],
  ['-33.9012-018.4021/', -33.9012, -18.4021],
  ['40.4 N 3.7 ouest', 40.4, -3.7],
  ['48, 9', 48, 9],
  ['0.5, 0', 0.5, 0],
  ['geo:-33.9,-18.4', -33.9, -18.4],
])('%s is on the right side of the equator and of Greenwich', (text, latitude, longitude) => {
  expect(readCoordinates(text)).toMatchObject({ latitude: expect.closeTo(latitude, 6), longitude: expect.closeTo(longitude, 6) });
});

test.each([
  '',
  'Mill Street 4',
  '48.4',
  '91, 0',
  '91, 181',
  '48 61 0 N 9 0 0 E',
  '48.5 24 N 9.5 36 E',
  '-33.9 N, 18.4 E',
  '48.4 N 9.6 N',
  '0, 0',
  'geo:0,0',
  '0731 5550177',
  '4 Mill Street, 89073 Ulm',
  'https://example.org/',
  'https://maps.app.goo.gl/AbC123',
  '48.1234, 9.1234 or 48.2345, 9.2345',
])('%j is no place', (text) => {
  expect(readCoordinates(text)).toBeNull();
});

describe('axes in the wrong order', () => {
  test('are put right where they can stand in one order only, and that is said', () => {
    expect(readCoordinates('139.6917, 35.6895')).toEqual({ latitude: 35.6895, longitude: 139.6917, swapped: true });
  });

  test('are doubted where the other order is near what one looks at', () => {
    expect(looksSwapped({ latitude: 9.6021, longitude: 48.4012 }, ulm)).toBe(true);
    expect(looksSwapped({ latitude: 48.4012, longitude: 9.6021 }, ulm)).toBe(false);
    expect(looksSwapped({ latitude: 35.7, longitude: 139.7 }, ulm)).toBe(false);
    expect(looksSwapped({ latitude: 9.6021, longitude: 48.4012 }, null)).toBe(false);
  });

  test('that name their sides are not doubted', () => {
    expect(readCoordinates('9.6021 E 48.4012 N')).toMatchObject({ latitude: 48.4012, swapped: false });
  });
});

test('an O is east or west by where one looks, and nothing where that is not known', () => {
  expect(readCoordinates('40.4 N 3.7 O', { latitude: 40, longitude: -3 })?.longitude).toBe(-3.7);
  expect(readCoordinates('48.4 N 9.6 O', ulm)?.longitude).toBe(9.6);
  expect(readCoordinates('48.4 N 9.6 O')).toBeNull();
});

test('whatever is pasted is read in no time, and nothing beyond the earth comes out', () => {
  for (const text of [
    '1'.repeat(5000),
    '48.4 '.repeat(1000),
    '°'.repeat(3000),
    `https://x/${'%'.repeat(3000)}`,
    'a. '.repeat(1000),
    '+-'.repeat(2000),
  ]) {
    const place = readCoordinates(text);
    expect(place === null || Math.abs(place.latitude) <= 90).toBe(true);
  }
});
