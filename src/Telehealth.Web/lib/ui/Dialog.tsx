import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef } from 'preact/hooks';
import { Button } from './Button';

export interface DialogProps {
  title: string;
  children: ComponentChildren;
  /** Buttons, the main one last. */
  footer?: ComponentChildren;
  wide?: boolean;
  onClose: () => void;
  testId?: string;
}

/** The platform's modal dialog: it traps the focus, closes on Escape and gives the focus back. Mount it to open it. */
export function Dialog({ title, children, footer, wide = false, onClose, testId }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const id = useId();
  useEffect(() => {
    const dialog = element.current;
    dialog?.showModal();
    return () => dialog?.close();
  }, []);
  return (
    <dialog
      ref={element}
      class={`dialog${wide ? ' dialog-wide' : ''}`}
      aria-labelledby={id}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        <Button kind="quiet" icon="cross" label="Close" onClick={onClose} />
      </div>
      <div class="dialog-body">{children}</div>
      {footer && <div class="dialog-foot">{footer}</div>}
    </dialog>
  );
}
