/** A piece of a text: words, or an address that can be opened. */
export type Piece = { readonly text: string; readonly href: null } | { readonly text: string; readonly href: string };

// Ends at a blank, at what encloses it, and at what nobody sees; a full stop or comma behind it belongs to the sentence.
const address = /https?:\/\/[^\s<>"“”«»\p{Cf}\p{Cc}]+/giu;
const behind = /[.,;:!?'’…،؛؟。、]+$/u;

/** Only whole addresses of the web, and none that shows one host and opens another (`https://bank.example@other.example`). */
export function piecesOf(text: string): Piece[] {
  const pieces: Piece[] = [];
  let at = 0;
  for (const match of text.matchAll(address)) {
    const shown = withoutBrackets(match[0].replace(behind, '')).replace(behind, '');
    const href = hrefOf(shown);
    if (href === null) continue;
    if (match.index > at) pieces.push({ text: text.slice(at, match.index), href: null });
    pieces.push({ text: shown, href });
    at = match.index + shown.length;
  }
  if (at < text.length) pieces.push({ text: text.slice(at), href: null });
  return pieces;
}

/** "(see https://example.org/a)" ends before the bracket, "https://example.org/a_(b)" after it. */
function withoutBrackets(shown: string): string {
  const last = shown.at(-1);
  const open = last === ')' ? '(' : last === ']' ? '[' : null;
  if (open === null || last === undefined) return shown;
  return shown.split(open).length < shown.split(last).length ? shown.slice(0, -1) : shown;
}

function hrefOf(shown: string): string | null {
  const url = URL.parse(shown);
  return url === null || url.username !== '' || url.password !== '' || url.hostname === '' ? null : url.href;
}
