import { useEffect } from 'preact/hooks';
import { Button } from '../../lib/ui';
import { allowNotices, noticePermission, prepareSound, setSound, soundIsBlocked, soundIsOn } from './attention';

/** Asks for messages of the system where they can still be had. */
export function NoticeButton({ label, example }: { label: string; example: string }) {
  if (noticePermission.value !== 'ask') return null;
  return (
    <Button onClick={() => void allowNotices(example)} testId="allow-notices">
      {label}
    </Button>
  );
}

/** Whether an arrival is heard here: never shown as heard while the browser keeps the page silent. */
export function SoundSwitch() {
  useEffect(prepareSound, []);
  const on = soundIsOn.value;
  const waits = on && soundIsBlocked.value;
  return (
    <Button
      icon={on && !waits ? 'sound' : 'soundOff'}
      onClick={() => setSound(waits || !on)}
      testId="arrival-sound"
      data={{ 'data-sound': waits ? 'blocked' : on ? 'on' : 'off' }}
    >
      {waits ? 'Click for sound' : on ? 'Sound on' : 'Sound off'}
    </Button>
  );
}
