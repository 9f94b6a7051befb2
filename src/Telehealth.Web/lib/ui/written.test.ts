import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const web = new URL('../../', import.meta.url).pathname;

const screens = ['apps', 'features', 'lib']
  .flatMap((folder) => readdirSync(join(web, folder), { recursive: true, encoding: 'utf8' }).map((file) => join(folder, file)))
  .filter((file) => file.endsWith('.tsx'));

// A field that only people fill, as the whole content of an element.
const bare = />\s*\{[\w.]+\.(?:patientName|clinicianName|fromName|actorName|description|reason|note)(?:\s*(?:\?\?|\|\|)[^{}]*)?\}/g;

test('what people wrote stands in its own direction on every screen', () => {
  expect(screens.length).toBeGreaterThan(50);
  expect(screens.flatMap((file) => (readFileSync(join(web, file), 'utf8').match(bare) ?? []).map((found) => `${file}: ${found}`))).toEqual(
    [],
  );
});
