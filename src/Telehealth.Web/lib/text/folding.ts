import { longestQuery } from '../contracts/domain/text';
import { foldDigits, plainLine } from './plainText';

/*
 * Text as it is searched: case, accents and variants of a letter make no difference, words stand in any order, and the beginning of a word
 * is enough. The server searches names by the same rules.
 */

const pairs = (text: string): ReadonlyMap<string, string> =>
  new Map(text.split(' ').flatMap((from, index, all) => (index % 2 === 0 ? [[from, all[index + 1] ?? ''] as const] : [])));

const variants = pairs(
  'ß ss æ ae œ oe ø o ł l đ d ð d þ th ħ h ŧ t ı i ŋ n ĸ k ς σ ٱ ا ى ي ی ي ې ي ک ك ة ه ە ه ہ ه ھ ه ۃ ه ך כ ם מ ן נ ף פ ץ צ',
);

// As they are written where a keyboard has no such letters.
const speltOut = pairs('ä ae Ä ae ö oe Ö oe ü ue Ü ue å aa Å aa ø oe Ø oe');

// Accents, points and nukta, the Arabic line that only widens a word, and what nobody sees.
const dropped =
  // biome-ignore lint/suspicious/noMisleadingCharacterClass: each is meant by itself.
  /[\u0300-\u036F\u1AB0-\u1AFF\u1DC0-\u1DFF\u20D0-\u20FF\uFE20-\uFE2F\u0591-\u05C7\u0610-\u061A\u064B-\u065F\u0670\u06D6-\u06ED\u0711\u0730-\u074A\u093C\u09BC\u0A3C\u0ABC\u0B3C\u0640\p{Cf}\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180D\u180F\u3164\uFFA0\uFFFE\uFFFF]|(?![\t-\r\u0085])\p{Cc}/gu;
const apostrophes = /['’‘ʼʻʾʿʹ`´׳״]/g;

// Written without blanks between words, so that a search may begin at every letter.
const unspaced = /[\u0E00-\u0EFF\u1000-\u109F\u1780-\u17FF\u3040-\u30FF\u3400-\u9FFF\uAC00-\uD7A3\u{20000}-\u{3FFFF}]/u;

interface Way {
  readonly spellOut?: boolean;
  readonly apartAtApostrophes?: boolean;
  readonly joinedAtHyphens?: boolean;
}

function folded(text: string, way: Way): string {
  const spelt = way.spellOut ? Array.from(text.normalize('NFC'), (letter) => speltOut.get(letter) ?? letter).join('') : text;
  // Apostrophes first: some are taken apart into a blank and a mark.
  const apart = (way.apartAtApostrophes ? spelt : spelt.replace(apostrophes, '')).normalize('NFKD');
  const plain = way.joinedAtHyphens ? apart.replace(/\p{Pd}/gu, '') : apart;
  return foldDigits(
    Array.from(plain.replace(dropped, ''), (letter) => {
      const lower = letter.toLowerCase();
      return /[\p{L}\p{M}\p{N}]/u.test(letter) ? (variants.get(lower) ?? lower) : ' ';
    }).join(''),
  )
    .replace(/ {2,}/g, ' ')
    .trim()
    .normalize('NFC');
}

const split = (text: string): string[] => text.split(' ').filter((word) => word !== '');

/** The words of a text, folded, with one blank between them. */
export function fold(text: string): string {
  return folded(text, {});
}

// Lists are filtered anew with every letter that is typed, and hold the same texts each time.
const known = new Map<string, readonly string[]>();
const mostKnown = 5_000;

/** Every word that a search may begin, in each of its spellings: Müller as muller and mueller, O'Brien as obrien and brien. */
export function searchWords(text: string): readonly string[] {
  const before = known.get(text);
  if (before !== undefined) return before;
  if (known.size >= mostKnown) known.clear();
  const words = wordsOf(text);
  known.set(text, words);
  return words;
}

function wordsOf(text: string): string[] {
  const ways: readonly Way[] = [{}, { joinedAtHyphens: true }, { apartAtApostrophes: true }];
  return [
    ...new Set(
      ways
        .flatMap((way) => [way, { ...way, spellOut: true }])
        .flatMap((way) => split(folded(text, way)))
        .flatMap(beginnings),
    ),
  ];
}

function beginnings(word: string): string[] {
  const letters = Array.from(word);
  return [word, ...letters.flatMap((letter, index) => (index > 0 && unspaced.test(letter) ? [letters.slice(index).join('')] : []))];
}

/** For each word of a query how a word may begin that it finds; empty when there is no word in it. */
export function queryWords(query: string): string[][] {
  const text = plainLine(query, longestQuery);
  const spelt = split(folded(text, { spellOut: true }));
  return split(fold(text)).map((word, index) => [...new Set([word, spelt[index] ?? word])]);
}

/** Whether a query finds a text: each of its words begins one of the text's. */
export function finds(query: string, text: string): boolean {
  const words = searchWords(text);
  return each(query, (way) => words.some((word) => word.startsWith(way)));
}

// Nothing typed finds everything; a sign without a word finds nothing.
function each(query: string, found: (way: string) => boolean): boolean {
  const words = queryWords(query);
  return words.length === 0 ? query.trim() === '' : words.every((ways) => ways.some(found));
}

/**
 * Whether each word of a query stands somewhere in one of the texts, also within a word: for filters, where a part of a number is enough.
 */
export function contains(query: string, ...texts: readonly string[]): boolean {
  const words = texts.flatMap(searchWords);
  return each(query, (way) => words.some((word) => word.includes(way)));
}

/** Every word that was typed must stand somewhere in the row. */
export function matches(filter: string, ...texts: readonly (string | null)[]): boolean {
  return filter.trim() === '' || contains(filter, ...texts.filter((part) => part !== null));
}

/** Whether two texts are the same but for case, accents and variants of letters. */
export function sameText(one: string, other: string): boolean {
  return fold(one) === fold(other);
}

/** Whether a text begins with what was typed, in the same sense. */
export function beginsWith(text: string, typed: string): boolean {
  return fold(text).startsWith(fold(typed));
}
