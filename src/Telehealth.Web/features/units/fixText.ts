import type { UnitFixCounts } from '../../lib/contracts/units';

/** What a refusal says about the device, and what to do about it. */
const refusalText: Readonly<Record<string, string>> = {
  'fix.out_of_range': 'Not a place on Earth',
  'fix.zero': 'At 0/0, which a device without reception reports',
  'fix.future': 'From the future: the clock of the device is ahead',
  'fix.duplicate': 'The same position again',
  'fix.out_of_order': 'Older than one that was used before',
  'fix.too_old': 'Too old to be of use when it came',
  'fix.inaccurate': 'The device knew its place only to a kilometre',
  'fix.impossible_speed': 'Farther away than any vehicle gets in that time',
};

export interface FixLine {
  code: string;
  words: string;
  count: number;
}

/** The most frequent reason first. */
export function fixLines(counts: UnitFixCounts): FixLine[] {
  return [...counts.refused]
    .filter((refused) => refused.count > 0)
    .sort((a, b) => b.count - a.count || a.code.localeCompare(b.code))
    .map((refused) => ({ code: refused.code, words: refusalText[refused.code] ?? refused.code, count: refused.count }));
}

export function refusedShare(counts: UnitFixCounts): number {
  const refused = counts.refused.reduce((sum, entry) => sum + entry.count, 0);
  return refused === 0 ? 0 : refused / (refused + counts.used);
}
