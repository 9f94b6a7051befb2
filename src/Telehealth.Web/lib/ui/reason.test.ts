import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const web = new URL('../../', import.meta.url).pathname;

const filesOf = (ending: string): string[] =>
  ['apps', 'features', 'lib']
    .flatMap((folder) => readdirSync(join(web, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
    .filter((file) => file.endsWith(ending));

const rules = filesOf('.css').flatMap((file) => readFileSync(join(web, file), 'utf8').match(/[^{}]+\{[^{}]*\}/g) ?? []);
const cuts = rules.filter((rule) => /text-overflow|line-clamp|white-space:\s*nowrap/.test(rule)).map((rule) => rule.split('{')[0] ?? '');

test('why a patient came is not cut to a line anywhere, and keeps its own lines', () => {
  const shown = filesOf('.tsx')
    .filter((file) => !file.includes('dispatcher'))
    .flatMap((file) =>
      (readFileSync(join(web, file), 'utf8').match(/<Written[^>]*text=\{card\.reason\}[^>]*>/g) ?? []).map((found) => `${file}: ${found}`),
    );
  expect(shown.length).toBeGreaterThan(3);
  expect(shown.filter((one) => !/class="[^"]*\breason\b/.test(one))).toEqual([]);
  expect(cuts.filter((selector) => /\.(?:\w+-)*reason\b/.test(selector))).toEqual([]);
});
