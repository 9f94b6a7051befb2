import type { SilenceRow, UnitFix, UnitRow } from '../../lib/contracts/units';
import { fixAgeText } from '../../lib/map/fixAge';
import { coordinateText } from '../../lib/map/geometry';
import { spellDuration } from '../../lib/time/duration';

/** A unit whose alarm stands: nothing is heard of it. */
export type SilentUnit = UnitRow & { silence: SilenceRow };

/** More call signs than this are a number: a line that lists a region cannot be read. */
const namedAtMost = 4;

export function isSilent(unit: UnitRow): unit is SilentUnit {
  return unit.silence !== null && unit.silence.endedAt === null && unit.status !== 'offShift';
}

/**
 * Longest silent first, so that the first one, which a key acknowledges, never changes because another comes; those that somebody looks
 * after last.
 */
export function silentAlarms(units: Iterable<UnitRow>): SilentUnit[] {
  return [...units]
    .filter(isSilent)
    .sort(
      (a, b) =>
        Number(isAcknowledged(a)) - Number(isAcknowledged(b)) ||
        Date.parse(a.silence.raisedAt) - Date.parse(b.silence.raisedAt) ||
        a.callSign.localeCompare(b.callSign),
    );
}

export function isAcknowledged(unit: SilentUnit): boolean {
  return unit.silence.acknowledgedAt !== null;
}

/** What one line can say of fifty. */
export function silenceCountText(units: readonly SilentUnit[]): string {
  const open = units.filter((unit) => !isAcknowledged(unit)).length;
  const count = units.length === 1 ? '1 unit silent' : `${units.length} units silent`;
  return open === 0 || open === units.length ? count : `${count}, ${open} to acknowledge`;
}

export function callSigns(units: readonly UnitRow[]): string {
  const named = units
    .slice(0, namedAtMost)
    .map((unit) => unit.callSign)
    .join(', ');
  return units.length <= namedAtMost ? named : `${named} and ${units.length - namedAtMost} more`;
}

/** A position that is hardly older than the silence needs no age of its own. */
const worthAnAgeMs = 60_000;

/** How long, and where it was last: by the post that it was sent to, else as the map says it. */
export function silenceText(unit: SilentUnit, fix: UnitFix | undefined, now: number): string {
  return `silent for ${spellDuration(now - Date.parse(unit.silence.since))} – ${lastSeenText(unit, fix, now)}`;
}

function lastSeenText(unit: SilentUnit, fix: UnitFix | undefined, now: number): string {
  if (fix === undefined) return unit.post === null ? 'no position known' : `was to wait at ${unit.post}`;
  const older = Date.parse(unit.silence.since) - Date.parse(fix.at) > worthAnAgeMs;
  const seen = older ? `, position ${fixAgeText(now - Date.parse(fix.at))} old` : '';
  return unit.post === null ? `last seen near ${coordinateText(fix)}${seen}` : `was to wait at ${unit.post}${seen}`;
}

/** What is read out when alarms come, once for all that came together. */
export function spokenSilence(units: readonly SilentUnit[]): string {
  return units.length === 1
    ? `Unit silent: ${callSigns(units)}. Call the crew by radio.`
    : `${units.length} units silent: ${callSigns(units)}. Call the crews by radio.`;
}
