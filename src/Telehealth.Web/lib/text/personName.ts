import { longestName } from '../contracts/domain/text';
import { plainLine } from './plainText';

/** The name without anything unseen in it; null when no letter can be seen, or when it is longer than that. */
export function readName(typed: string, longest = longestName): string | null {
  const name = plainLine(typed);
  return name.length <= longest && /\p{L}/u.test(name) ? name : null;
}
