import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sources } from './imports';
import { copiedDurations, copiedLimits, copiedSteps, serverDurations, serverLimits } from './limits';

const root = `${import.meta.dirname}/..`;
const texts = sources(root).map((file) => ({ file, text: readFileSync(`${root}/${file}`, 'utf8') }));
const contracts = texts.filter(({ file }) => file.startsWith('lib/contracts/')).map(({ text }) => text);
const limits = serverLimits(contracts);
const durations = serverDurations(contracts);
const written = texts.filter(({ file }) => !file.startsWith('lib/contracts/') && !file.includes('.test.'));

/** Numbers that happen to be among the server's, or are meant to differ from them: file and name -> why it is no copy. */
const ownLimits: Readonly<Record<string, string>> = {
  'features/emergencies/draft.ts longestNote': 'shorter than the server takes',
  'lib/ui/EarlierTime.tsx maxLength': 'hours and minutes',
  'lib/offline/commandQueue.ts longest': 'commands that wait on the device',
  'features/paramedics/crewNotices.ts mostNotices': 'notices on the screen',
  'features/consults/media/SilenceWatch.ts mostPatience': 'looks at a track that brings nothing',
  'lib/text/coordinates.ts longestText': 'a pasted link to a map; only the page reads it',
};

describe('what the server takes', () => {
  it('stands in the contracts and is typed nowhere else', () => {
    const copies = written.flatMap(({ file, text }) => copiedLimits(text, limits).map((name) => `${file} ${name}`));
    expect(copies.filter((copy) => !(copy in ownLimits))).toEqual([]);
    expect(Object.keys(ownLimits).filter((own) => !copies.includes(own))).toEqual([]);
  });

  it('holds for as long as the contracts say, and no page counts by itself', () => {
    expect(written.flatMap(({ file, text }) => copiedDurations(text, durations).map((name) => `${file} ${name}`))).toEqual([]);
  });

  it('is the only order of the steps of a job', () => {
    expect(written.filter(({ text }) => copiedSteps(text)).map(({ file }) => file)).toEqual([]);
  });

  it('is read from the contracts', () => {
    expect(limits).toContain(2_000);
    expect(limits.size).toBeGreaterThan(8);
    expect(durations).toContain(300_000);
  });
});

describe('a copy', () => {
  it.each([
    ['const longestText = 2_000;', 'longestText'],
    ['export const most = { rows: 200 } as const;', 'most'],
    ['<Field label="Reason" maxLength={300} />', 'maxLength'],
    ['<input maxLength={7} />', 'maxLength'],
    ['const shortestPassword: number = 12;', 'shortestPassword'],
  ])('is seen in %s', (text, name) => expect(copiedLimits(text, limits)).toEqual([name]));

  it.each(['<Field maxLength={longestMessage} />', 'const longestMs = 2_001;', 'const mostTries = 3;'])('is not seen in %s', (text) =>
    expect(copiedLimits(text, limits)).toEqual([]),
  );

  it('of a time is seen however it is multiplied, and a unit of time is none', () => {
    expect(copiedDurations('const silentAfterMs = 5 * 60_000;\nconst shownMs: number = 300_000;', durations)).toEqual([
      'silentAfterMs',
      'shownMs',
    ]);
    expect(copiedDurations('const hourMs = 3_600_000;\nconst patienceMs = 15_000;\nconst atMs = now + 300_000;', durations)).toEqual([]);
  });

  it('of the steps is seen in any order that names two that follow each other', () => {
    expect(copiedSteps("const way = ['accepted', 'enRoute', 'onScene'];")).toBe(true);
    expect(copiedSteps("status === 'enRoute' || status === 'onScene'")).toBe(false);
  });
});
