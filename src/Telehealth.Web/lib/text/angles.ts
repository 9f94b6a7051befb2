/** Degrees, minutes and seconds with their signs, as `readCoordinates` puts them together. */
export interface Angle {
  readonly degrees: number;
  readonly axis: 'latitude' | 'longitude' | null;
  /** It is said to be a longitude, but not on which side: O is Ost and Ouest. */
  readonly unsided: boolean;
}

type Side = { readonly kind: 'side'; readonly axis: 'latitude' | 'longitude'; readonly sign: 1 | -1 | 0; readonly unsided: boolean };
export type Token =
  | Side
  | { readonly kind: 'number'; readonly text: string; readonly signed: boolean }
  | { readonly kind: 'unit'; readonly order: 0 | 1 | 2 }
  | { readonly kind: 'separator' };

const side = (axis: 'latitude' | 'longitude', sign: 1 | -1 | 0, unsided = false): Side => ({ kind: 'side', axis, sign, unsided });

const sides: Readonly<Record<string, Side>> = Object.fromEntries(
  (
    [
      [side('latitude', 1), 'n north nord norte noord norr kuzey k с север сш شمال شمالا ش צפון צפ 北 北纬 北緯'],
      [side('latitude', -1), 's south süd sued sud sur sul zuid güney g ю юг юш جنوب جنوبا ج דרום דר 南 南纬 南緯'],
      [side('longitude', 1), 'e east ost est este leste oost öst doğu d в восток вд شرق شرقا מזרח מז 东 東 东经 東経 東經'],
      [side('longitude', -1), 'w west ouest oeste ovest batı b з запад зд غرب غربا غ מערב מע 西 西经 西経 西經'],
      [side('longitude', 0, true), 'o'],
      [side('latitude', 0), 'lat latitude latitud breite breitengrad широта'],
      [side('longitude', 0), 'lon lng long longitude longitud länge längengrad долгота'],
    ] as const
  ).flatMap(([what, words]) => words.split(' ').map((word) => [word, what])),
);

const units: Readonly<Record<string, 0 | 1 | 2>> = {
  '°': 0,
  º: 0,
  '˚': 0,
  '⁰': 0,
  deg: 0,
  degree: 0,
  degrees: 0,
  grad: 0,
  degrés: 0,
  grados: 0,
  graus: 0,
  gradi: 0,
  градус: 0,
  градусов: 0,
  درجة: 0,
  度: 0,
  "'": 1,
  '′': 1,
  '’': 1,
  '‘': 1,
  '´': 1,
  '`': 1,
  ʹ: 1,
  min: 1,
  minute: 1,
  minutes: 1,
  minuten: 1,
  minutos: 1,
  минут: 1,
  دقيقة: 1,
  分: 1,
  '"': 2,
  '″': 2,
  '”': 2,
  '“': 2,
  '„': 2,
  "''": 2,
  '′′': 2,
  '’’': 2,
  ʺ: 2,
  sec: 2,
  second: 2,
  seconds: 2,
  sekunden: 2,
  segundos: 2,
  secondes: 2,
  секунд: 2,
  ثانية: 2,
  秒: 2,
};

// A letter s is a second only after its degrees and minutes; else it is south.
const lettered = /(\d)\s*d\s*(\d+(?:[.,]\d+)?)\s*m(?:\s*(\d+(?:[.,]\d+)?)\s*s)?(?![a-z])/g;

/** The signs of a line in their order; null when there is one that no place has. */
export function tokensOf(line: string, decimalCommas: boolean): Token[] | null {
  const text = line
    .toLowerCase()
    .replace(/[\u2212\u2013\u2012\u2010\u2011\uFF0D]/g, '-')
    .replace(/([\p{L}])\.(?=\s|[\p{L}\d,;]|$)/gu, '$1')
    .replace(
      lettered,
      (_, degrees: string, minutes: string, seconds?: string) => `${degrees}° ${minutes}'${seconds === undefined ? '' : ` ${seconds}"`} `,
    )
    // Between digits a hyphen or colon parts degrees from minutes; before one it is a sign.
    .replace(/(\d)[-:](?=\d)/g, '$1 ');
  const token = new RegExp(
    `\\s+|[()\\[\\]{}=&:]|([+-]?\\s?\\d+(?:[.${decimalCommas ? ',' : ''}]\\d+)?)|(''|′′|’’|[°º˚⁰'′’‘´\`ʹ"″”“„ʺ度分秒])|([,;/|])|(\\p{L}[\\p{L}\\p{M}]*?(?=[度分秒]|[^\\p{L}\\p{M}]|$))`,
    'uy',
  );
  const tokens: Token[] = [];
  while (token.lastIndex < text.length) {
    const match = token.exec(text);
    if (match === null) return null;
    const [, number, unit, separator, word] = match;
    const found =
      number !== undefined
        ? numberOf(number)
        : separator !== undefined
          ? { kind: 'separator' as const }
          : unit === undefined && word === undefined
            ? undefined
            : nameOf(unit ?? word ?? '');
    if (found === null) return null;
    if (found !== undefined) tokens.push(found);
  }
  return tokens;
}

function numberOf(text: string): Token {
  return { kind: 'number', text: text.replace(/\s/g, '').replace(',', '.').replace('+', ''), signed: /^[+-]/.test(text) };
}

function nameOf(word: string): Token | null {
  const order = units[word];
  return order === undefined ? (sides[word] ?? null) : { kind: 'unit', order };
}

/** The two angles of a place; null when it cannot be told where one ends and the other begins. */
export function splitAngles(tokens: readonly Token[]): [Token[], Token[]] | null {
  const at = secondAngle(tokens);
  return at === null ? null : [tokens.slice(0, at), tokens.slice(at)];
}

function secondAngle(tokens: readonly Token[]): number | null {
  const named = positions(tokens, (token) => token.kind === 'side');
  if (named.length === 4) return named[2] ?? null;
  if (named.length === 2)
    return tokens.find((token) => token.kind !== 'separator')?.kind === 'side' ? (named[1] ?? null) : (named[0] ?? 0) + 1;
  if (named.length > 2) return null;
  const separators = positions(tokens, (token) => token.kind === 'separator');
  if (separators.length === 1) return separators[0] ?? null;
  const degrees = positions(tokens, (token) => token.kind === 'unit' && token.order === 0);
  if (degrees.length === 2) return (degrees[1] ?? 0) - 1;
  const numbers = positions(tokens, (token) => token.kind === 'number');
  return numbers.length % 2 === 0 ? (numbers[numbers.length / 2] ?? null) : null;
}

function positions(tokens: readonly Token[], fits: (token: Token) => boolean): number[] {
  return tokens.flatMap((token, index) => (fits(token) ? [index] : []));
}

export function angleOf(tokens: readonly Token[]): Angle | null {
  const numbers: string[] = [];
  const named: Side[] = [];
  let signed = false;
  for (const token of tokens) {
    if (token.kind === 'side') named.push(token);
    if (token.kind === 'unit' && token.order !== numbers.length - 1) return null;
    if (token.kind !== 'number') continue;
    if (token.signed && numbers.length > 0) return null;
    signed ||= token.signed;
    numbers.push(token.text);
  }
  const axis = named[0]?.axis ?? null;
  const sign = named.find((one) => one.sign !== 0)?.sign ?? 0;
  const size = sizeOf(numbers, axis);
  if (size === null || named.some((one) => one.axis !== axis)) return null;
  const negative = numbers[0]?.startsWith('-') ?? false;
  // "-33.9 N" contradicts itself.
  if (signed && sign === (negative ? 1 : -1)) return null;
  return {
    degrees: size === 0 ? 0 : negative || sign === -1 ? -size : size,
    axis,
    unsided: sign === 0 && named.some((one) => one.unsided),
  };
}

function sizeOf(numbers: readonly string[], axis: Angle['axis']): number | null {
  const [first, ...later] = numbers.map((text) => text.replace('-', ''));
  if (first === undefined || later.length > 2) return null;
  // Only the last of degrees, minutes and seconds has decimals.
  if (numbers.slice(0, -1).some((text) => text.includes('.')) || later.some((text) => Number(text) >= 60)) return null;
  const [minutes = '0', seconds = '0'] = later;
  return later.length === 0 ? Number(runTogether(first, axis) ?? first) : Number(first) + Number(minutes) / 60 + Number(seconds) / 3600;
}

/** As aviators and receivers write it, 482404N 0093607E or 4824.072N: two digits a part, three of the degrees of longitude. */
function runTogether(text: string, axis: Angle['axis']): number | null {
  const match = (
    axis === 'latitude' ? /^(\d{2})(\d{2})(\d{2})?(\.\d+)?$/ : axis === 'longitude' ? /^(\d{3})(\d{2})(\d{2})?(\.\d+)?$/ : /$^/
  ).exec(text);
  if (match === null) return null;
  const [, degrees, minutes, seconds, fraction = ''] = match;
  return seconds === undefined
    ? Number(degrees) + Number(`${minutes}${fraction}`) / 60
    : Number(degrees) + Number(minutes) / 60 + Number(`${seconds}${fraction}`) / 3600;
}
