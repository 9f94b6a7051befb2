import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { isolated } from '../../lib/text';
import { announce } from '../../lib/ui';
import type { ConsultRoom } from './ConsultRoom';

/** Who pauses and goes on is not read out again. */
const quietMs = 60_000;

const typingText = (names: readonly string[]): string => {
  const [first, second] = names;
  if (first === undefined) return '';
  if (second === undefined) return `${isolated(first)} is writing…`;
  return names.length === 2 ? `${isolated(first)} and ${isolated(second)} are writing…` : `${names.length} people are writing…`;
};

/** Keeps its place when nobody writes, so that nothing jumps when somebody begins. */
export function TypingLine({ room }: { room: ConsultRoom }) {
  const spoken = useRef(new Map<string, number>());
  const nameOf = (id: string): string | undefined => room.known.value.find((one) => one.id === id)?.name;
  const ids = room.chat.typing.ids.value;
  useSignalEffect(() => {
    const now = performance.now();
    for (const id of room.chat.typing.ids.value) {
      const name = nameOf(id);
      if (name === undefined || now - (spoken.current.get(id) ?? -quietMs) < quietMs) continue;
      spoken.current.set(id, now);
      announce(typingText([name]));
    }
  });
  const text = typingText(ids.flatMap((id) => nameOf(id) ?? []));
  return (
    <p class="chat-typing" data-testid="chat-typing" aria-hidden="true">
      {text !== '' && (
        <>
          <span class="chat-dots">
            <i />
            <i />
            <i />
          </span>
          <span>{text}</span>
        </>
      )}
    </p>
  );
}
