import { plainLine } from './plainText';

/** Longest name of an account, in UTF-16 units. */
export const longestName = 120;

/** The name without anything unseen in it; null when no letter can be seen, or when it is longer than that. */
export function readName(typed: string, longest = longestName): string | null {
  const name = plainLine(typed);
  return name.length <= longest && /\p{L}/u.test(name) ? name : null;
}
