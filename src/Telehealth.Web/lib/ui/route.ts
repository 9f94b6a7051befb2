import { computed, signal } from '@preact/signals';

// Pages live behind the hash, so that one static file serves an app and a reload stays where it was.
const hash = signal(location.hash);

addEventListener('hashchange', () => (hash.value = location.hash));

/** A mail program may have cut an escape in two: then the part stands as it came, and leads nowhere. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The path behind the hash as its parts: `#/consult/42` is `['consult', '42']`. */
export const route = computed<readonly string[]>(() =>
  hash.value
    .replace(/^#\/?/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decoded),
);

export function goTo(...parts: string[]): void {
  location.hash = `/${parts.map(encodeURIComponent).join('/')}`;
  scrollTo(0, 0);
}

/** Goes without leaving a way back: for pages that are over. */
export function replaceWith(...parts: string[]): void {
  history.replaceState(null, '', `#/${parts.map(encodeURIComponent).join('/')}`);
  hash.value = location.hash;
}
