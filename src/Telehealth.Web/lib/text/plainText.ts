/*
 * What people typed or pasted, without what nobody sees. The server reads by the
 * same rules (Telehealth.Domain.Text), and one file of examples holds both to them.
 */

// Draw nothing, whatever their category: Hangul fillers, the grapheme joiner, Khmer inherent vowels,
// Mongolian selectors, two that are no characters.
// biome-ignore lint/suspicious/noMisleadingCharacterClass: each is meant by itself.
const unseen = /(?![\u200C\u200D])[\p{Cc}\p{Cf}\p{Cs}\uFFFD-\uFFFF\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180D\u180F\u3164\uFFA0]/gu;

// The empty Braille cell is a symbol that draws nothing.
const blanks = /[\t-\r\u0085\u2800\p{Z}]+/gu;

// Joiners stay between letters, because Persian and Indian words are spelt with them.
// Latin, Greek, Cyrillic, Armenian and Hebrew, all below the Arabic block, are never.
const joiners = /(?<=[\u0600-\u{10FFFF}])(?<=[\p{L}\p{M}])([\u200C\u200D])[\u200C\u200D]*(?=[\p{L}\p{M}])|[\u200C\u200D]/gu;

/**
 * One line: blanks of every kind become one, control and format characters (marks of direction among them) go, the rest is composed (NFC).
 */
export function plainLine(text: string, longest = Infinity): string {
  const seen = text
    .replace(blanks, ' ')
    .replace(unseen, '')
    .replace(joiners, (_, kept?: string) => kept ?? '');
  return cut(seen.replace(/ {2,}/g, ' ').trim().normalize('NFC'), longest);
}

function cut(text: string, longest: number): string {
  if (text.length <= longest) return text;
  return text.slice(0, /[\uD800-\uDBFF]/.test(text.charAt(longest - 1)) ? longest - 1 : longest).trimEnd();
}

const digit = /\p{Nd}/u;

/** Decimal digits of every script as ASCII digits; the rest as it is. */
export function foldDigits(text: string): string {
  return text.replace(/\p{Nd}/gu, (one) => String(digitOf(one.codePointAt(0) ?? 0)));
}

// Unicode keeps the ten of a script together and in order; rows that touch follow each other whole.
function digitOf(code: number): number {
  let zero = code;
  while (digit.test(String.fromCodePoint(zero - 1))) zero--;
  return (code - zero) % 10;
}
