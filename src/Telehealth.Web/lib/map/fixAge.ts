/** Beyond this a position is shown as old: at 50 km/h a unit is already 800 m from it. */
export const staleAfterMs = 60_000;

export function isStale(ageMs: number): boolean {
  return ageMs > staleAfterMs;
}

/** How old a fix is, in the fewest words that are still true. A negative age is a clock that runs ahead: as good as now. */
export function fixAgeText(ageMs: number): string {
  const seconds = Math.floor(ageMs / 1000);
  if (seconds < 5) {
    return 'now';
  }
  if (seconds < 60) {
    return `${seconds} s`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 24 ? `${hours} h ${minutes % 60} min` : 'over a day';
}
