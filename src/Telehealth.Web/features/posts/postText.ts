import type { PostSuggestionView } from '../../lib/contracts/posts';
import type { UnitRow } from '../../lib/contracts/units';

export interface PostLine {
  name: string;
  /** Who was asked to wait there and is still free; whether they have arrived is for the map to tell. */
  asked: readonly UnitRow[];
}

/** Every post, and one that is no longer listed as long as somebody was asked to wait there. */
export function postLines(view: PostSuggestionView, units: readonly UnitRow[]): PostLine[] {
  const asked = units.filter((unit) => unit.post !== null);
  const names = new Set([...view.posts.map((post) => post.name), ...asked.flatMap((unit) => unit.post ?? [])]);
  return [...names].map((name) => ({ name, asked: asked.filter((unit) => unit.post === name) }));
}

/** Why a unit cannot be asked any more, by the board as it is now; null when it can. */
export function whyNotNow(unit: UnitRow | undefined): string | null {
  switch (unit?.status) {
    case 'available':
      return null;
    case 'offered':
      return 'has an offer now';
    case 'assigned':
      return 'has a job now';
    case 'unavailable':
      return 'is not available now';
    case 'offShift':
    case undefined:
      return 'is not on shift any more';
  }
}
