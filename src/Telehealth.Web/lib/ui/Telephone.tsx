import type { ComponentChildren } from 'preact';
import { readTelephone } from '../text';
import { Icon } from './Icon';

interface TelephoneProps {
  /** As it was typed; nothing when none is known. */
  number: string | null;
  class?: string;
  testId?: string;
  /** What the link shows; the number itself when left out. */
  children?: ComponentChildren;
}

/** A number as it was typed, and a tap dials it. One that cannot be dialled is shown all the same, as what it is. */
export function Telephone({ number, class: name = '', testId, children }: TelephoneProps) {
  const { typed, dial } = readTelephone(number);
  const shown = children ?? (
    <>
      <Icon name="phone" size="s" />
      <bdi>{typed}</bdi>
    </>
  );
  if (dial !== null)
    return (
      <a class={`numerals ${name}`} href={dial} data-testid={testId}>
        {shown}
      </a>
    );
  return (
    <span class={name} data-testid={testId}>
      {typed === '' ? <span class="muted">No number</span> : shown}
    </span>
  );
}
