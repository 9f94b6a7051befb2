/** The files of one build that the crew's page needs to start, and a version that differs with each of their bytes. */
export interface Shell {
  version: string;
  files: readonly string[];
}

export const pagePath = '/paramedic/';
const prefix = 'telehealth-crew-';

/** `network` is left to the browser, untouched; `page` is asked for first and kept as a second best; `file` is taken from what is kept. */
export type Treatment = 'network' | 'page' | 'file';

/** What is not named here is never looked at: nothing under /api or /hub, so nothing of a patient, can come into what is kept. */
export function treatmentOf(request: { method: string; mode: string; url: string }, origin: string, shell: Shell): Treatment {
  const url = new URL(request.url);
  if (request.method !== 'GET' || url.origin !== origin) return 'network';
  if (request.mode === 'navigate') return url.pathname === pagePath || url.pathname === `${pagePath}index.html` ? 'page' : 'network';
  return shell.files.includes(url.pathname) ? 'file' : 'network';
}

export function cacheNameOf(shell: Shell): string {
  return prefix + shell.version;
}

/** Those of other builds; what other pages may keep is not ours to remove. */
export function outdated(names: readonly string[], shell: Shell): string[] {
  return names.filter((name) => name.startsWith(prefix) && name !== cacheNameOf(shell));
}

/** True for a page whose scripts and styles are all of this build: during a deployment the server may give another one. */
export function isOfBuild(html: string, shell: Shell): boolean {
  const named = html.match(/\/assets\/[\w.-]+/g) ?? [];
  return named.length > 0 && named.every((file) => shell.files.includes(file));
}

/** So that the page can say that it came from what is kept. */
export function markedAsKept(html: string): string {
  return html.replace('<html', '<html data-kept');
}
