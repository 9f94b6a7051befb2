/** 0:42, 12:05, 1:02:03: for what ticks in a column. */
export function clockDuration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  const hours = Math.floor(total / 3600);
  const minutes = Math.floor((total % 3600) / 60);
  const seconds = String(total % 60).padStart(2, '0');
  return hours > 0 ? `${hours}:${String(minutes).padStart(2, '0')}:${seconds}` : `${minutes}:${seconds}`;
}

/** 42 s, 12 min, 1 h 2 min: for a sentence. */
export function spellDuration(ms: number): string {
  const total = Math.max(0, Math.floor(ms / 1000));
  if (total < 60) return `${total} s`;
  if (total < 3600) return `${Math.floor(total / 60)} min`;
  if (total < 86_400) return `${Math.floor(total / 3600)} h ${Math.floor((total % 3600) / 60)} min`;
  return `${Math.floor(total / 86_400)} d`;
}

const sameDay = (one: Date, other: Date): boolean => one.toDateString() === other.toDateString();

/** 14:05 for today, with the day otherwise; in the reader's own language and zone. */
export function whenText(iso: string, now: number): string {
  const at = new Date(iso);
  const time = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit' });
  if (sameDay(at, new Date(now))) return `today ${time}`;
  if (sameDay(at, new Date(now + 86_400_000))) return `tomorrow ${time}`;
  return `${at.toLocaleDateString([], { weekday: 'short', day: 'numeric', month: 'short' })} ${time}`;
}

/** As `whenText` of something that is over: of today the time alone. */
export function pastText(iso: string, now: number): string {
  const when = whenText(iso, now);
  return sameDay(new Date(iso), new Date(now)) ? when.replace('today ', '') : when;
}

/** 14:05:09, in the reader's own zone: by seconds one entry follows another. */
export function exactTime(iso: string): string {
  return new Date(iso).toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' });
}
