/** A minute is long enough to speak one sentence on the telephone, and short enough that nobody forgets. */
export const muteMs = 60_000;

/** What was sounding when somebody muted it, and until when. */
export interface Muting {
  readonly until: number;
  readonly heard: ReadonlySet<string>;
}

export function muteFor(alarms: readonly string[], now: number): Muting {
  return { until: now + muteMs, heard: new Set(alarms) };
}

/** One that came after the muting sounds at once: nobody has heard it yet. */
export function isMuted(muting: Muting | null, alarms: readonly string[], now: number): boolean {
  return muting !== null && now < muting.until && alarms.every((alarm) => muting.heard.has(alarm));
}
