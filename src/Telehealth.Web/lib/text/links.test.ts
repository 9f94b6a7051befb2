import { expect, test } from 'vitest';
import { piecesOf } from './links';

const hrefs = (text: string): (string | null)[] =>
  piecesOf(text)
    .map((piece) => piece.href)
    .filter((href) => href !== null);

test.each([
  ['See https://example.org/a.', ['https://example.org/a']],
  ['(https://example.org/a)', ['https://example.org/a']],
  ['https://example.org/a_(b)', ['https://example.org/a_(b)']],
  ['http://example.org and https://example.com/?a=b&c=d#e', ['http://example.org/', 'https://example.com/?a=b&c=d#e']],
  ['https://example.org/\u202etxt.exe', ['https://example.org/']],
  ['انظر https://example.org/a، ثم', ['https://example.org/a']],
  ['javascript:alert(1) data:text/html,x ftp://example.org', []],
  ['https://bank.example@other.example/', []],
  ['https:// and http://', []],
  ['no address', []],
])('%s has the addresses %j', (text, expected) => {
  expect(hrefs(text)).toEqual(expected);
});

test('nothing that was written is lost between the addresses', () => {
  for (const text of ['a https://example.org/b. c', '(see https://example.org)', 'https://bank.example@other.example/ x', '']) {
    expect(
      piecesOf(text)
        .map((piece) => piece.text)
        .join(''),
    ).toBe(text);
  }
});
