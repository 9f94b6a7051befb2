import { Button, type ButtonKind } from '../ui/Button';
import type { IconName } from '../ui/Icon';
import { isPossible, keyName, type ConsoleAction } from './actions';

export interface ActionButtonProps {
  action: ConsoleAction;
  kind?: ButtonKind;
  icon?: IconName;
  busy?: boolean;
  testId?: string;
  /** More exact than the action's own, which also stands in the list of keys. */
  label?: string;
}

/** The button of an action, with the key that does the same. */
export function ActionButton({ action, kind = 'secondary', icon, busy, testId, label = action.label }: ActionButtonProps) {
  return (
    <Button
      kind={kind}
      class="action"
      disabled={!isPossible(action)}
      onClick={() => action.perform()}
      label={label}
      title={`${label} (${keyName(action.key)})`}
      testId={testId ?? `action-${action.name}`}
      {...(icon === undefined ? {} : { icon })}
      {...(busy === undefined ? {} : { busy })}
    >
      <span class="action-label">{label}</span>
      <kbd class="key" data-key={keyName(action.key)} aria-hidden="true" />
    </Button>
  );
}
