import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '../..');
const files = ['apps', 'features', 'lib'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map((name) => join(folder, name)),
);

/** Of `font-size: 0.7rem` and of `font: 600 11px/1 …`, in pixels of a usual browser. */
const sizes = /font(?:-size)?:[^;{}]*?(?<![\d.])(\d*\.?\d+)(px|rem)\b/g;
const drawn = /['"`](?:italic )?\d{3} (\d+)px/g;

describe('text', () => {
  it('is nowhere smaller than 12 px', () => {
    const small: string[] = [];
    for (const file of files.filter((name) => /\.(css|tsx?)$/.test(name) && !name.includes('.test.'))) {
      const text = readFileSync(join(root, file), 'utf8');
      const found = file.endsWith('.css')
        ? [...text.matchAll(sizes)].map((match) => ({ text: match[0], px: Number(match[1]) * (match[2] === 'rem' ? 16 : 1) }))
        : [...text.matchAll(drawn)].map((match) => ({ text: match[0], px: Number(match[1]) }));
      small.push(...found.filter(({ px }) => px < 12).map((size) => `${file}: ${size.text}`));
    }
    expect(small).toEqual([]);
  });
});
