const minuteMs = 60_000;
const dayMs = 86_400_000;

/** What a clock of the zone shows at a moment, as a `datetime-local` field writes it. */
function wallTime(ms: number, zone: string | undefined): string {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(ms);
  const of = (type: Intl.DateTimeFormatPartTypes): string => parts.find((part) => part.type === type)?.value ?? '';
  return `${of('year')}-${of('month')}-${of('day')}T${of('hour')}:${of('minute')}`;
}

/**
 * The moments at which clocks of a zone show this time: one, as a rule; none
 * in the hour that clocks leave out, two in the one that they show twice.
 * @param local as a `datetime-local` field writes it; anything else has no moment.
 * @param zone by its IANA name; this device's own when left out.
 */
export function momentsOf(local: string, zone?: string): readonly Date[] {
  const asIfUtc = Date.parse(`${local.slice(0, 16)}:00Z`);
  if (Number.isNaN(asIfUtc)) return [];
  // Clocks change at most once within two days.
  const offsets = [asIfUtc - dayMs, asIfUtc + dayMs].map(
    (ms) => Date.parse(`${wallTime(ms, zone)}:00Z`) - Math.floor(ms / minuteMs) * minuteMs,
  );
  return [...new Set(offsets)]
    .map((offset) => asIfUtc - offset)
    .filter((ms) => wallTime(ms, zone) === local.slice(0, 16))
    .sort((one, other) => one - other)
    .map((ms) => new Date(ms));
}

/** The name of the time in force at a moment: "Central European Summer Time", or short "GMT+2". */
export function zoneName(at: Date, length: 'long' | 'short', zone?: string): string {
  return (
    new Intl.DateTimeFormat([], { timeZone: zone, timeZoneName: length }).formatToParts(at).find((part) => part.type === 'timeZoneName')
      ?.value ?? ''
  );
}
