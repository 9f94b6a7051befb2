const number = '[+-]?\\d{1,3}(?:\\.\\d+)?';
const pair = `(${number})(?:,|;|~|\\+|\\s)+(${number})`;

// In the order in which they tell the place itself, and not only where the map was looked at. Each gives latitude, then longitude.
const patterns: readonly RegExp[] = [
  new RegExp(`!3d(${number})!4d(${number})`),
  new RegExp(`[?&#]mlat=(${number})&mlon=(${number})`),
  new RegExp(`[?&#](?:q|query|daddr|destination|coordinate|place|loc|to)=(?:loc:)?\\s*${pair}`),
  new RegExp(`[?&#](?:ll|sll|center|cp|map|at|near|lat_lng|viewpoint)=${pair}`),
  new RegExp(`[?&#]lat(?:itude)?=(${number})&(?:lon|lng|long|longitude)=(${number})`),
  new RegExp(`/maps/(?:search|place|dir)/+${pair}`),
  new RegExp(`[#?&]map=\\d+(?:\\.\\d+)?/(${number})/(${number})`),
  new RegExp(`/@${pair}`),
  new RegExp(`^geo:${pair}`),
  new RegExp(`/${pair}(?:[/?#]|$)`),
];

// Those that write x before y.
const longitudeFirst: readonly RegExp[] = [
  new RegExp(`^https?://(?:[\\w-]+\\.)*yandex\\.[\\w.]+/.*[?&](?:pt|whatshere\\[point\\]|ll)=${pair}`),
  new RegExp(`[?&#]x=(${number})&y=(${number})`),
];

/** Latitude and longitude from the first link of a text to a map, or from a `geo:` address (RFC 5870); null when there is none. */
export function coordinatesInLink(text: string): [number, number] | null {
  const link = /(?:https?:\/\/|geo:|maps:|comgooglemaps:)\S+/i.exec(text)?.[0];
  if (link === undefined) return null;
  const plain = decoded(link);
  for (const pattern of longitudeFirst) {
    const match = pattern.exec(plain);
    if (match !== null) return [Number(match[2]), Number(match[1])];
  }
  for (const pattern of patterns) {
    const match = pattern.exec(plain);
    if (match !== null) return [Number(match[1]), Number(match[2])];
  }
  return null;
}

/** A mangled link is read as it stands. */
function decoded(link: string): string {
  try {
    return decodeURIComponent(link);
  } catch {
    return link;
  }
}
