import { useSignal } from '@preact/signals';
import { useEffect, useMemo } from 'preact/hooks';
import { Icon, type IconName, letterKeys, toast } from '../../lib/ui';
import { lastSequence, unseenOf } from './chat';
import type { ConsultRoom } from './ConsultRoom';
import { canShareScreen } from './media/browser';

/** What stands open beside the stage. */
export type Panel = 'none' | 'chat' | 'people' | 'quality';

/** One thing that can be done: its button, its key and its behaviour cannot drift apart. */
export interface ConsultAction {
  readonly name: string;
  readonly key: string;
  readonly label: string;
  /** Ends the label where there is room for it, and always for those who hear it. */
  readonly more?: string;
  readonly icon: IconName;
  readonly on: boolean;
  /** What the pressed state means: a muted microphone stands out, an open panel is marked. */
  readonly look: 'device' | 'toggle';
  readonly count?: number;
  readonly perform: () => void;
}

const labelOf = ({ label, more }: ConsultAction): string => (more === undefined ? label : `${label} ${more}`);

async function toggleScreen(room: ConsultRoom): Promise<void> {
  await room.local.toggleScreen();
  const fault = room.local.screen.fault.peek();
  if (fault && fault.reason !== 'dismissed') toast(`${fault.title}. ${fault.next}`, 'warning');
}

function deviceActions(room: ConsultRoom): ConsultAction[] {
  if (room.observes.value) return [];
  const shown = room.local.shown.value;
  // Whatever the own switch says, nobody hears; a panel may cover the banner that says so.
  const held = room.mutedByClinician.value.microphone;
  const heard = shown.microphone && !held;
  const taken = room.local.microphone.taken.value;
  const actions: ConsultAction[] = [
    {
      name: 'toggle-mic',
      key: 'm',
      label: held ? 'Muted' : taken ? 'Restart' : shown.microphone ? 'Mute' : 'Unmute',
      ...(held ? { more: 'by the doctor' } : taken ? { more: 'the microphone' } : {}),
      icon: heard ? 'mic' : 'micOff',
      on: heard,
      look: 'device',
      perform: () => void room.local.toggleMicrophone(),
    },
    {
      name: 'toggle-cam',
      key: 'v',
      label: shown.camera ? 'Stop video' : 'Start video',
      icon: shown.camera ? 'camera' : 'cameraOff',
      on: shown.camera,
      look: 'device',
      perform: () => void room.local.toggleCamera(),
    },
  ];
  if (canShareScreen()) {
    actions.push({
      name: 'share-screen',
      key: 's',
      label: shown.screen ? 'Stop sharing' : 'Share screen',
      icon: 'screen',
      on: shown.screen,
      look: 'toggle',
      perform: () => void toggleScreen(room),
    });
  }
  return actions;
}

/** The switch of the people panel, at hand for the one interpreter that there mostly is. */
function interpreterActions(room: ConsultRoom): ConsultAction[] {
  const [interpreter] = room.interpreters.value;
  if (!interpreter) return [];
  const alone = room.interpreter.value !== null;
  return [
    {
      name: 'toggle-interpreter',
      key: 'i',
      label: 'Inter\u00adpreter',
      more: 'only',
      icon: 'ear',
      on: alone,
      look: 'toggle',
      perform: () => void room.listenTo(alone ? null : interpreter.id),
    },
  ];
}

const writing = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select, [role="textbox"]'));

/** Each action by its letter, unless somebody writes or a dialog is open. */
export function useKeys(actions: readonly ConsultAction[]): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (
        !letterKeys.peek() ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        event.repeat ||
        writing(event.target) ||
        document.querySelector('dialog[open]')
      )
        return;
      const action = actions.find((one) => one.key === event.key.toLowerCase());
      if (!action) return;
      event.preventDefault();
      action.perform();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [actions]);
}

export function Tool({ action }: { action: ConsultAction }) {
  const marked = action.look === 'device' ? !action.on : action.on;
  return (
    <button
      type="button"
      class={`tool${marked ? ` tool-${action.look}` : ''}`}
      aria-pressed={action.look === 'toggle' ? action.on : undefined}
      aria-keyshortcuts={action.key}
      title={`${labelOf(action)} (${action.key.toUpperCase()})`}
      data-testid={action.name}
      data-on={action.on}
      onClick={action.perform}
    >
      <Icon name={action.icon} />
      <span class="tool-label">
        {action.label}
        {action.more && <span class="tool-more"> {action.more}</span>}
      </span>
      <span class="tool-key" aria-hidden="true">
        {action.key.toUpperCase()}
      </span>
      {action.count ? (
        <span class="tool-count">
          <span class="visually-hidden">, unread: </span>
          {action.count}
        </span>
      ) : null}
    </button>
  );
}

function useUnread(room: ConsultRoom, open: boolean): number {
  const lines = room.chat.lines.value;
  const seen = useSignal(0);
  useEffect(() => {
    if (open) seen.value = lastSequence(lines);
  }, [open, lines, seen]);
  return open ? 0 : unseenOf(lines, seen.value, room.you.value);
}

/** What this person can do now, in the order of the toolbar. */
export function useActions(room: ConsultRoom, host: boolean, panel: Panel, show: (panel: Panel) => void): ConsultAction[] {
  const unread = useUnread(room, panel === 'chat');
  const people = room.others.value.length + 1;
  const toggle = (one: Panel) => ({ on: panel === one, look: 'toggle' as const, perform: () => show(panel === one ? 'none' : one) });
  const inputs = [
    room,
    host,
    room.local.shown.value,
    room.mutedByClinician.value,
    room.observes.value,
    room.interpreters.value,
    room.interpreter.value,
    panel,
    unread,
    people,
  ];
  return useMemo(
    () => [
      ...deviceActions(room),
      ...interpreterActions(room),
      { name: 'toggle-chat', key: 'c', label: 'Chat', icon: 'chat', count: unread, ...toggle('chat') },
      { name: 'toggle-people', key: 'p', label: `People (${people})`, icon: 'people', ...toggle('people') },
      ...(host ? [{ name: 'toggle-quality', key: 'q', label: 'Quality', icon: 'signal' as const, ...toggle('quality') }] : []),
    ],
    inputs,
  );
}
