import { dirname } from 'node:path/posix';
import { describe, expect, it } from 'vitest';
import { featureArrows, libArrows } from './arrows';
import { cycles, type Import, importsIn, readImports } from './imports';

const imports = readImports(`${import.meta.dirname}/..`);

/** apps, features or lib. */
const floorOf = (file: string): string => file.split('/')[0] ?? '';
/** The role, the capability or the folder of lib. What lies in `apps` itself is the front page, an app like any other. */
const roomOf = (file: string): string => (file.split('/').length > 2 ? (file.split('/')[1] ?? '') : '');

const arrow = ({ from, to }: Import): string => `${from} -> ${to}`;
const crossing = (floor: string): Import[] =>
  imports.filter(({ from, to }) => floorOf(from) === floor && floorOf(to) === floor && roomOf(from) !== roomOf(to));
const rooms = (floor: string): string[] =>
  [
    ...new Set(
      imports
        .flatMap(({ from, to }) => [from, to])
        .filter((file) => floorOf(file) === floor)
        .map(roomOf),
    ),
  ].sort();

describe('the floors of the web', () => {
  it('are apps above features above lib, and nothing imports upwards', () => {
    const height = ['lib', 'features', 'apps'];
    expect(imports.filter(({ from, to }) => height.indexOf(floorOf(to)) > height.indexOf(floorOf(from))).map(arrow)).toEqual([]);
  });

  it('keep one app from knowing another', () => {
    expect(crossing('apps').map(arrow)).toEqual([]);
  });

  it.each([
    ['lib', libArrows],
    ['features', featureArrows],
  ])('have only the declared arrows within %s', (floor, declared) => {
    expect(
      crossing(floor)
        .filter(({ from, to }) => !declared[roomOf(from)]?.includes(roomOf(to)))
        .map(arrow),
    ).toEqual([]);
  });

  it.each([
    ['lib', libArrows],
    ['features', featureArrows],
  ])('declare no arrow or folder within %s that is no longer there', (floor, declared) => {
    const drawn = new Set(crossing(floor).map(({ from, to }) => `${roomOf(from)} -> ${roomOf(to)}`));
    expect(
      Object.entries(declared)
        .flatMap(([from, targets]) => targets.map((to) => `${from} -> ${to}`))
        .filter((one) => !drawn.has(one)),
    ).toEqual([]);
    expect(Object.keys(declared).sort()).toEqual(rooms(floor));
  });
});

describe('imports', () => {
  it('close no circle of files, be it only by a type', () => {
    expect(cycles(imports)).toEqual([]);
  });

  it('close no circle of folders: a folder knows those within it, and these do not know it', () => {
    expect(cycles(imports.map(({ from, to }) => ({ from: dirname(from), to: dirname(to) })))).toEqual([]);
  });
});

describe('what the arrows are read with', () => {
  it('finds every kind of import, and none in a comment or a string', () => {
    const source = `
      import './a.css';
      import { b } from './b';
      import type { C } from '../c';
      export { d } from './d';
      export * from './e';
      const f = () => import('./f');
      type G = typeof import('./g') | import('./h').H;
      import { render } from 'preact';
      // import { i } from './i';
      const text = "import { j } from './j';";`;
    expect(importsIn('one.ts', source).sort()).toEqual(['../c', './a.css', './b', './d', './e', './f', './g', './h']);
  });

  it('finds a circle however long, and none where two ways meet', () => {
    const arrows = (text: string): Import[] => text.split(' ').map((one) => ({ from: one.charAt(0), to: one.charAt(1) }));
    expect(cycles(arrows('ab bc ca cd de'))).toEqual([['a', 'b', 'c']]);
    expect(cycles(arrows('ab ac bd cd'))).toEqual([]);
  });
});
