import { Switch } from './Fields';
import { letterKeys, setLetterKeys } from './letterKeys';

/** On every page that has such keys. */
export function LetterKeysSwitch() {
  return (
    <Switch
      label="Single letters are keys"
      hint="Turn this off to dictate. Arrows, Enter and Esc stay; every action has a button."
      on={letterKeys.value}
      onChange={setLetterKeys}
      testId="letter-keys"
    />
  );
}
