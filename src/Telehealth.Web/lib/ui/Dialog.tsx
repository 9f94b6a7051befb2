import type { ComponentChildren } from 'preact';
import { useSignal } from '@preact/signals';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Button } from './Button';
import { giveBack, type Opener, rememberOpener, takeFirstField } from './focus';

export interface DialogProps {
  title: string;
  children: ComponentChildren;
  /** Buttons, the main one last. */
  footer?: ComponentChildren;
  wide?: boolean;
  /** True once it holds work that did not come from typing, such as a place on a map; what was typed is noticed by itself. */
  filled?: boolean;
  /** False when what is typed is soon typed again, such as what is looked for. */
  keeps?: boolean;
  onClose: () => void;
  testId?: string;
}

/**
 * The platform's modal dialog: it traps the focus, begins in its first field, and gives the focus back to where it was opened from. Escape
 * closes it, but asks before it throws away what somebody wrote. Mount it to open it.
 */
export function Dialog({ title, children, footer, wide = false, filled = false, keeps = true, onClose, testId }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const written = useRef(new Set<Writable>());
  const writingAt = useRef<Element | null>(null);
  const asking = useSignal(false);
  const id = useId();
  useEffect(() => open(element.current), []);
  const holdsWork = (): boolean => keeps && (filled || [...written.current].some(holdsText));
  const leave = (): void => {
    if (!holdsWork()) {
      onClose();
      return;
    }
    writingAt.current = document.activeElement;
    asking.value = true;
  };
  const goOn = (): void => {
    asking.value = false;
    if (writingAt.current instanceof HTMLElement) writingAt.current.focus();
  };
  return (
    <dialog
      ref={element}
      class={`dialog${wide ? ' dialog-wide' : ''}`}
      aria-labelledby={id}
      data-testid={testId}
      onInput={(event) => {
        if (isWritable(event.target)) written.current.add(event.target);
      }}
      onKeyDown={(event) => {
        if (event.key !== 'Escape' || event.defaultPrevented) return;
        // Not left to the platform: a second Escape would close it whatever is asked here.
        event.preventDefault();
        if (asking.value) goOn();
        else leave();
      }}
      // The platform may close it all the same, when it asked before and nothing was done in between.
      onClose={() => {
        if (element.current?.isConnected !== true || element.current.open) return;
        if (holdsWork()) element.current.showModal();
        leave();
      }}
      onCancel={(event) => {
        event.preventDefault();
        leave();
      }}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        <Button kind="quiet" icon="cross" label="Close" onClick={leave} />
      </div>
      <div class="dialog-body">{children}</div>
      {asking.value ? <Discard onKeep={goOn} onDiscard={onClose} /> : footer && <div class="dialog-foot">{footer}</div>}
    </dialog>
  );
}

function Discard({ onKeep, onDiscard }: { onKeep: () => void; onDiscard: () => void }) {
  const keep = useRef<HTMLButtonElement>(null);
  useEffect(() => keep.current?.focus(), []);
  return (
    <div class="dialog-foot dialog-ask" role="alertdialog" aria-label="Throw away what you wrote?" data-testid="dialog-ask">
      <span class="grow strong">Throw away what you wrote?</span>
      <Button kind="danger" onClick={onDiscard} testId="dialog-discard">
        Throw away
      </Button>
      <Button kind="primary" onClick={onKeep} buttonRef={keep} testId="dialog-keep">
        Keep writing
      </Button>
    </div>
  );
}

function open(dialog: HTMLDialogElement | null): (() => void) | undefined {
  if (dialog === null) return undefined;
  const opener: Opener = rememberOpener();
  dialog.showModal();
  takeFirstField(dialog);
  return () => {
    dialog.close();
    giveBack(opener);
  };
}

type Writable = HTMLTextAreaElement | HTMLInputElement;

/** A choice is made again at once; a sentence is not. */
const isWritable = (target: EventTarget | null): target is Writable =>
  target instanceof HTMLTextAreaElement ||
  (target instanceof HTMLInputElement && !['radio', 'checkbox', 'file', 'range'].includes(target.type));

/** What was sent is gone with its field: a dialog that stays open after it has nothing to throw away. */
const holdsText = (field: Writable): boolean => field.isConnected && field.value.trim() !== '';
