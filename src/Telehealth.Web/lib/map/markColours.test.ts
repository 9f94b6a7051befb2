import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

type Rgb = readonly [number, number, number];

const css = readFileSync(new URL('map.css', import.meta.url), 'utf8');

/** A colour of map.css in the light or the dark look. */
function colourOf(name: string, look: 'light' | 'dark'): Rgb {
  const [, light, dark] = new RegExp(`--${name}: light-dark\\(#([0-9a-f]{6}), #([0-9a-f]{6})\\)`).exec(css) ?? [];
  const hex = look === 'light' ? light : dark;
  if (hex === undefined) throw new Error(`map.css has no ${name}`);
  return [0, 2, 4].map((at) => parseInt(hex.slice(at, at + 2), 16) / 255) as unknown as Rgb;
}

const linear = (value: number): number => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);

/** What remains of linear light when one kind of cone is missing: Machado, Oliveira and Fernandes 2009, severity 1. */
const sights: Readonly<Record<string, readonly Rgb[]>> = {
  usual: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
};

function seen(colour: Rgb, sight: readonly Rgb[]): Rgb {
  const light = colour.map(linear);
  return sight.map((row) =>
    Math.min(
      1,
      Math.max(
        0,
        row.reduce((sum, part, at) => sum + part * (light[at] ?? 0), 0),
      ),
    ),
  ) as unknown as Rgb;
}

const luminance = ([red, green, blue]: Rgb): number => 0.2126 * red + 0.7152 * green + 0.0722 * blue;

/** WCAG 2.2, of linear light. */
function contrast(one: Rgb, other: Rgb): number {
  const [high, low] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (high + 0.05) / (low + 0.05);
}

/** CIE L*a*b* under D65, from linear light. */
function lab([red, green, blue]: Rgb): Rgb {
  const f = (value: number): number => (value > 216 / 24389 ? Math.cbrt(value) : (value * 24389) / 27 / 116 + 16 / 116);
  const x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
  const y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
  const z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const difference = (one: Rgb, other: Rgb): number => Math.hypot(...lab(one).map((value, at) => value - (lab(other)[at] ?? 0)));

const units = ['unit-available', 'unit-offered', 'unit-assigned', 'unit-unavailable'];
const incidents = ['incident-1', 'incident-2', 'incident-3', 'incident-4'];

const pairs = (names: readonly string[]): (readonly [string, string])[] =>
  names.flatMap((one, at) => names.slice(at + 1).map((other) => [one, other] as const));

describe.each(['light', 'dark'] as const)('the marks of the map in the %s look', (look) => {
  // 10 is plainly another colour at a glance; side by side 2.3 is the least that is noticed at all.
  it.each(Object.keys(sights))('are told apart with %s sight', (name) => {
    const sight = sights[name] ?? [];
    for (const [one, other] of [...pairs(units), ...pairs(incidents)]) {
      expect(difference(seen(colourOf(one, look), sight), seen(colourOf(other, look), sight)), `${one} and ${other}`).toBeGreaterThan(15);
    }
  });

  it('can be read', () => {
    for (const name of [...units, ...incidents]) {
      const [fill, text] = [colourOf(name, look), colourOf(`${name}-text`, look)].map((colour) => colour.map(linear) as unknown as Rgb) as [
        Rgb,
        Rgb,
      ];
      expect(contrast(fill, text), name).toBeGreaterThanOrEqual(4.5);
    }
  });
});
