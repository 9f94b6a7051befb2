import { angleOf, splitAngles, tokensOf, type Angle } from './angles';
import { coordinatesInLink } from './mapLinks';
import { foldDigits, plainLine } from './plainText';

export interface ReadPlace {
  readonly latitude: number;
  readonly longitude: number;
  /** The text gave the longitude first without saying so; that was certain, since no latitude is beyond 90°. */
  readonly swapped: boolean;
}

interface Near {
  readonly latitude: number;
  readonly longitude: number;
}

/** Longer is a letter, not a place; a link with a place in it is shorter. */
const longestText = 2_000;

/**
 * Reads what people read out or paste: decimal degrees with point or comma, degrees and minutes, with or without seconds, sides of the
 * world before or after in several languages, `geo:` addresses and links to maps; null when it is no place. `near` is where one is looking:
 * it decides what says neither east nor west, such as the O of Ost and of Ouest.
 */
export function readCoordinates(text: string, near: Near | null = null): ReadPlace | null {
  const line = foldDigits(plainLine(text, longestText))
    .replaceAll('٫', '.')
    .replace(/[،、，]/g, ',')
    .replaceAll('；', ';')
    .replaceAll('．', '.');
  const link = coordinatesInLink(line);
  if (link !== null) return placeOf(...link);
  return ofAngles(line, near) ?? ofIso6709(line) ?? amongWords(line);
}

/** A place that nobody here would mean, whose axes exchanged give one that they would. */
export function looksSwapped(place: Near, near: Near | null): boolean {
  if (near === null || Math.abs(place.longitude) > 90) return false;
  const asGiven = degreesApart(place, near);
  const exchanged = degreesApart({ latitude: place.longitude, longitude: place.latitude }, near);
  return asGiven > farDegrees && exchanged < nearDegrees;
}

// A thousand kilometres and three hundred, roughly: no service answers calls from so far, and any region fits into the other.
const farDegrees = 9;
const nearDegrees = 3;

function degreesApart(one: Near, other: Near): number {
  const dLng = Math.abs(one.longitude - other.longitude) % 360;
  return Math.hypot(one.latitude - other.latitude, Math.min(dLng, 360 - dLng) * Math.cos((other.latitude * Math.PI) / 180));
}

function ofAngles(line: string, near: Near | null): ReadPlace | null {
  // A comma between digits is a decimal one unless points are: 48,4012 9,6021, but 48.4012,9.6021.
  const ways = /\d\.\d/.test(line) ? [false] : [true, false];
  for (const commas of ways) {
    const tokens = tokensOf(line, commas);
    const [first, second] = tokens === null ? [] : (splitAngles(tokens) ?? []).map(angleOf);
    const place = first && second ? combined(first, second, near) : null;
    if (place !== null) return place;
  }
  return null;
}

function combined(one: Angle, other: Angle, near: Near | null): ReadPlace | null {
  if (one.axis !== null && one.axis === other.axis) return null;
  const turned = one.axis === 'longitude' || other.axis === 'latitude';
  const [latitude, longitude] = turned ? [other, one] : [one, other];
  if (!longitude.unsided) return placeOf(latitude.degrees, longitude.degrees, one.axis === null && other.axis === null);
  if (near === null) return null;
  return placeOf(latitude.degrees, near.longitude < 0 ? -longitude.degrees : longitude.degrees);
}

// ISO 6709, as photographs carry it: +48.4012+009.6021/
function ofIso6709(line: string): ReadPlace | null {
  const match = /^([+-]\d{1,2}(?:\.\d+)?)([+-]\d{3}(?:\.\d+)?)(?:[+-]\d+(?:\.\d+)?)?(?:CRS\w+)?\/?$/i.exec(line);
  return match === null ? null : placeOf(Number(match[1]), Number(match[2]));
}

// "I am at 48.4012, 9.6021, come quickly": only numbers with so many decimals are a place among words.
function amongWords(line: string): ReadPlace | null {
  const found = [...line.matchAll(/(?<![\d.,])([+-]?\d{1,3}\.\d{3,})°?\s*[,;/ ]\s*([+-]?\d{1,3}\.\d{3,})(?![\d.])/g)];
  const [match] = found;
  return match === undefined || found.length > 1 ? null : placeOf(Number(match[1]), Number(match[2]));
}

function placeOf(latitude: number, longitude: number, mayBeSwapped = true): ReadPlace | null {
  // Whole numbers are more likely a house and a street than a place on the other axis.
  const swapped =
    mayBeSwapped && Math.abs(latitude) > 90 && Math.abs(longitude) <= 90 && !Number.isInteger(latitude) && !Number.isInteger(longitude);
  const place = swapped ? { latitude: longitude, longitude: latitude, swapped } : { latitude, longitude, swapped };
  // 0/0 is what devices without a fix report, and what links without a place carry.
  const onEarth = Math.abs(place.latitude) <= 90 && Math.abs(place.longitude) <= 180 && (latitude !== 0 || longitude !== 0);
  return onEarth ? place : null;
}
