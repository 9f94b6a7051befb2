import { type ConsoleAction, keyName } from '../../../lib/actions/actions';
import { Dialog } from '../../../lib/ui/Dialog';
import { Select } from '../../../lib/ui/Fields';
import { LetterKeysSwitch } from '../../../lib/ui/LetterKeysSwitch';
import { boardSize, boardSizes, chooseBoardSize, type BoardSize } from '../board/boardSize';
import { verbs } from '../commandLine/commands';

/** Every key and every command, and what a person sets for this browser. */
export function KeysDialog({ actions, onClose }: { actions: readonly ConsoleAction[]; onClose: () => void }) {
  const groups = [...new Set(actions.map((action) => action.group))];
  const sizes = boardSizes.map(({ size, label }) => ({ value: size, label }));
  return (
    <Dialog title="Keys, commands and size" wide onClose={onClose} testId="keys">
      <section class="console-settings" aria-label="For this browser">
        <Select
          label="Size of the board"
          value={boardSize.value}
          options={sizes}
          onInput={(size) => chooseBoardSize(size as BoardSize)}
          testId="board-size"
        />
        <LetterKeysSwitch />
      </section>
      <div class="keys">
        {groups.map((group) => (
          <section key={group}>
            <h3>{group}</h3>
            <dl>
              {actions
                .filter((action) => action.group === group)
                .map((action) => (
                  <Key key={action.name} action={action} />
                ))}
            </dl>
          </section>
        ))}
      </div>
      <section class="key-commands">
        <h3>Commands for the line at the bottom</h3>
        <dl>
          {verbs.map((verb) => (
            <div key={verb.name}>
              <dt>
                <code>{verb.usage}</code>
              </dt>
              <dd>{verb.does}</dd>
            </div>
          ))}
        </dl>
        <p class="muted small">
          A full stop means the open incident. The first characters of a number are enough when no other number begins with them. Tab
          completes, ↑ brings back earlier commands.
        </p>
      </section>
    </Dialog>
  );
}

function Key({ action }: { action: ConsoleAction }) {
  return (
    <div>
      <dt>
        {[action.key, ...(action.alsoKeys ?? [])].map((key) => (
          <kbd key={key} class="key">
            {keyName(key)}
          </kbd>
        ))}
      </dt>
      <dd>{action.label}</dd>
    </div>
  );
}
