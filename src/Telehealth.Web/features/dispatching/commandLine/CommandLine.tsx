import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Icon } from '../../../lib/ui/Icon';
import { Spinner } from '../../../lib/ui/Surfaces';
import { commandLineId } from './commands';
import type { CommandState } from './commandState';
import type { Completion } from './complete';

/** One line for everything: it says what Enter will do before Enter is pressed. */
export function CommandLine({ command }: { command: CommandState }) {
  const input = useRef<HTMLInputElement>(null);
  const focused = useSignal(false);
  const completions = focused.value && command.text.value !== '' ? command.completions.value : [];
  // The line keeps the cursor at its end when it is filled by history or completion.
  useEffect(() => {
    const field = input.current;
    if (field !== null && document.activeElement === field) field.setSelectionRange(field.value.length, field.value.length);
  }, [command.text.value]);

  return (
    <section class="command" aria-label="Command line">
      <span class="command-prompt" aria-hidden="true">
        /
      </span>
      <input
        ref={input}
        id={commandLineId}
        class="command-input"
        type="text"
        role="combobox"
        aria-label="Command"
        aria-autocomplete="list"
        aria-expanded={completions.length > 0}
        aria-controls="command-completions"
        aria-describedby="command-says"
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        placeholder="A12 os · /a A12 E-… · ? for all"
        value={command.text.value}
        readOnly={command.busy.value}
        data-testid="command-line"
        onInput={(event) => command.type(event.currentTarget.value)}
        onFocus={() => {
          focused.value = true;
        }}
        onBlur={() => {
          focused.value = false;
        }}
        onKeyDown={(event) => onKey(event, command, completions)}
      />
      <Says command={command} focused={focused.value} />
      <Completions completions={completions} onTake={(line) => command.type(line)} />
    </section>
  );
}

function Completions({ completions, onTake }: { completions: readonly Completion[]; onTake: (line: string) => void }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: a list of completions, as the pattern of the combobox has it.
    <ul id="command-completions" class="command-completions" role="listbox" aria-label="Completions" hidden={completions.length === 0}>
      {completions.map((completion, index) => (
        // The mouse must not take the focus from the line.
        // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the line.
        <li
          key={completion.word}
          // biome-ignore lint/a11y/noNoninteractiveElementToInteractiveRole: as above.
          role="option"
          aria-selected={index === 0}
          onPointerDown={(event) => {
            event.preventDefault();
            onTake(completion.line);
          }}
        >
          <span class="command-word numerals">{completion.word}</span>
          <span class="command-detail">{completion.detail}</span>
          {index === 0 && (
            <kbd class="key" aria-hidden="true">
              Tab
            </kbd>
          )}
        </li>
      ))}
    </ul>
  );
}

function Says({ command, focused }: { command: CommandState; focused: boolean }) {
  const reading = command.reading.value;
  const refusal = command.refusal.value;
  const done = command.done.value;
  const state = refusal !== null ? 'wrong' : reading.state === 'empty' && done !== null ? 'done' : reading.state;
  const text =
    refusal ??
    (reading.state !== 'empty'
      ? reading.text
      : done !== null
        ? `Done: ${done}`
        : focused
          ? 'Type a unit and its status, or a command.'
          : '');
  return (
    <output id="command-says" class="command-says" aria-live="polite" data-testid="command-says" data-state={state}>
      {command.busy.value ? (
        <>
          <Spinner />
          Sending…
        </>
      ) : (
        <>
          {state === 'wrong' && <Icon name="alert" size="s" />}
          {state === 'done' && <Icon name="check" size="s" />}
          {state === 'ready' && <kbd class="key">↵</kbd>}
          <span>{text}</span>
        </>
      )}
    </output>
  );
}

function onKey(
  event: KeyboardEvent & { currentTarget: HTMLInputElement },
  command: CommandState,
  completions: readonly Completion[],
): void {
  const first = completions[0];
  if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
    return;
  }
  if (event.key === 'Enter') {
    void command.enter();
  } else if (event.key === 'ArrowUp') {
    command.back();
  } else if (event.key === 'ArrowDown') {
    command.forward();
  } else if (event.key === 'Tab' && !event.shiftKey && first !== undefined) {
    command.type(first.line);
  } else if (event.key === 'Escape') {
    if (command.text.peek() === '') event.currentTarget.blur();
    else command.type('');
  } else {
    return;
  }
  event.preventDefault();
}
