import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { WrittenText } from '../../lib/ui';

// Browsers round the two heights each for itself.
const roundedPx = 1;

/** Why the patient came, with its own lines. Where all of it would push the videos away it ends in a button that shows the rest. */
export function VisitReason({ text }: { text: string }) {
  const lines = useRef<HTMLDivElement>(null);
  const isCut = useSignal(false);
  const isOpen = useSignal(false);
  useEffect(() => {
    const element = lines.current;
    if (!element) return undefined;
    const look = (): void => {
      if (!isOpen.peek()) isCut.value = element.scrollHeight > element.clientHeight + roundedPx;
    };
    look();
    const observer = new ResizeObserver(look);
    observer.observe(element);
    return () => observer.disconnect();
  }, [text]);
  if (text === '') return null;
  return (
    <div class={`visit-reason${isOpen.value ? ' visit-reason-open' : ''}`} data-testid="visit-reason">
      {/* Opened it may scroll, so the keyboard must reach it. */}
      <div
        ref={lines}
        class="visit-reason-lines small"
        {...(isOpen.value ? { tabIndex: 0, role: 'group', 'aria-label': 'Reason for the visit' } : {})}
      >
        <WrittenText class="reason" text={text} />
      </div>
      {isCut.value && (
        <button
          type="button"
          class="visit-reason-more"
          aria-expanded={isOpen.value}
          onClick={() => (isOpen.value = !isOpen.peek())}
          data-testid="visit-reason-more"
        >
          {isOpen.value ? 'Less' : 'More'}
          <span class="visually-hidden"> of the reason</span>
        </button>
      )}
    </div>
  );
}
