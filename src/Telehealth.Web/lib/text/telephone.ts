import { longestTelephone } from '../contracts/domain/text';
import { foldDigits, plainLine } from './plainText';

/** A telephone number as people write one. Reading never fails: what cannot be dialled is still what somebody said, and it is shown. */
export interface TelephoneNumber {
  /** What was typed, as a clean line with ASCII digits; empty when nothing was. */
  readonly typed: string;
  /** A `tel:` address (RFC 3966), the extension apart as `;ext=`; null when there is nothing that can be dialled. */
  readonly dial: string | null;
}

// ITU-T E.164 section 6.2.1: at most 15 digits. Three or four digits are a short code, such as 112.
const mostDigits = 15;
const fewestDigits = 5;
const fewestOfShortCode = 3;

// Where the zero after the country code belongs to the number itself: Italy, San Marino, Côte d'Ivoire, Congo.
const zeroIsDialled = ['39', '378', '225', '242'];

// Digits, or digits in brackets, with few separators between them; not the end of a word such as "A12".
const runs = /(?<![\p{L}\p{M}\d])(?:\+ ?)?(?:\d|\( ?\+?\d[\d \-]*\))(?:[ \-.\/]{0,3}(?:\d|\( ?\+?\d[\d \-]*\)))*/gu;
const trunkZero = /^(\(?(?:\+|00) ?(\d{1,3}) ?\)?)[ \-.\/]{0,3}\( ?0 ?\)/u;
const extension =
  /^(?:[ ,;.\-]{0,3}(?:extension|extn|ext|x|#|durchwahl|dw|nebenstelle|nst|apparat|poste|interno|interne|int|anexo|ramal|wew|klapka|linka|toestel|tst|anknytning|dahili|добавочный|доб|внутренний|внутр|تحويلة|داخلي|שלוחה|内線|分机|分機|내선)[ .:=#\-]{0,3}(\d{1,7})(?!\d)|[,;]{1,3} ?(\d{1,7})$)/iu;

export function readTelephone(text: string | null | undefined): TelephoneNumber {
  const typed = foldDigits(plainLine(text ?? '', longestTelephone));
  return { typed, dial: dialOf(typed) };
}

function dialOf(typed: string): string | null {
  const text = plain(typed);
  for (const run of text.matchAll(runs)) {
    const after = text.slice(run.index + run[0].length);
    const number = digitsOf(run[0], after, run[0].length === text.length);
    if (number !== null) {
      const found = extension.exec(after);
      return `tel:${number}${found === null ? '' : `;ext=${found[1] ?? found[2]}`}`;
    }
  }
  return null;
}

/** The same text with one sign for each kind of sign. */
function plain(typed: string): string {
  const bare = typed.replace(/^(?:tel|callto):(?:\/\/)?/i, '');
  return (bare === typed ? bare : bare.replace(/%2B/gi, '+').replaceAll('%20', ' '))
    .replace(/[\p{Pd}\u2212\u2043\u02D7\u30FC]/gu, '-')
    .replace(/[\u00B7\u2022\u2027\u2219\u30FB\uFF0E'\u2019]/g, '.')
    .replace(/[＋﹢]/g, '+')
    .replace(/[（[]/g, '(')
    .replace(/[）\]]/g, ')')
    .replaceAll('／', '/')
    .trim();
}

function digitsOf(whole: string, after: string, alone: boolean): string | null {
  const blank = whole.lastIndexOf(' ');
  // A word that is written onto digits takes them along ("5550177 24h"), and one after a single digit too ("5550177 2. floor").
  const takesGroup = /^[\p{L}\p{M}]/u.test(after) || (whole.length === blank + 2 && /^[. ]{1,2}\p{L}/u.test(after));
  const cut = blank > 0 && !extension.test(after) && takesGroup ? whole.slice(0, blank) : whole;
  const run = cut.replace(trunkZero, (all: string, front: string, country: string) => (zeroIsDialled.includes(country) ? all : front));
  for (const part of fits(run) ? [run] : run.split('/')) {
    // Where one writes from right to left, the plus of a copied number can stand behind it.
    const plus = part.includes('+') || (after === '+' && !/^[ (]*0/.test(part));
    const digits = part.replace(/\D/g, '');
    if (fits(part) || (alone && digits.length >= fewestOfShortCode && digits.length < fewestDigits)) return plus ? `+${digits}` : digits;
  }
  return null;
}

function fits(run: string): boolean {
  const digits = run.replace(/\D/g, '').length;
  return digits >= fewestDigits && digits <= mostDigits + (/^\( ?00|^00/.test(run) ? 2 : 0);
}
