export { doubtClock, observeServerTime, onClockDoubt, serverNow, serverTimeNow } from './clock';
export { clockDuration, exactTime, pastText, spellDuration, whenText } from './duration';
export { momentsOf, zoneName } from './localTime';
