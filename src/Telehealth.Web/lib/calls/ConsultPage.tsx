import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { ConnectionState } from '../realtime';
import { Button, Dialog, Duration, ErrorNotice, Icon, type IconName, Loading, Spinner, toast } from '../ui';
import { ChatPanel } from './ChatPanel';
import type { ConsultRoom } from './ConsultRoom';
import { canShareScreen } from './media/browser';
import { PeoplePanel } from './PeoplePanel';
import { Stage } from './Stage';
import { allowSound, soundBlocked } from './Streams';

type Panel = 'none' | 'chat' | 'people';

/** One thing that can be done: its button, its key and its behaviour cannot drift apart. */
interface CallAction {
  readonly name: string;
  readonly key: string;
  readonly label: string;
  readonly icon: IconName;
  readonly on: boolean;
  /** What the pressed state means: a muted microphone stands out, an open panel is marked. */
  readonly look: 'device' | 'toggle';
  readonly count?: number;
  readonly perform: () => void;
}

async function toggleScreen(room: ConsultRoom): Promise<void> {
  await room.local.toggleScreen();
  const fault = room.local.screen.fault.peek();
  if (fault && fault.reason !== 'dismissed') toast(`${fault.title}. ${fault.next}`, 'warning');
}

function deviceActions(room: ConsultRoom): CallAction[] {
  const shown = room.local.shown.value;
  const actions: CallAction[] = [
    { name: 'toggle-mic', key: 'm', label: shown.microphone ? 'Mute' : 'Unmute', icon: shown.microphone ? 'mic' : 'micOff', on: shown.microphone, look: 'device', perform: () => void room.local.toggleMicrophone() },
    { name: 'toggle-cam', key: 'v', label: shown.camera ? 'Stop video' : 'Start video', icon: shown.camera ? 'camera' : 'cameraOff', on: shown.camera, look: 'device', perform: () => void room.local.toggleCamera() },
  ];
  if (canShareScreen()) {
    actions.push({ name: 'share-screen', key: 's', label: shown.screen ? 'Stop sharing' : 'Share screen', icon: 'screen', on: shown.screen, look: 'toggle', perform: () => void toggleScreen(room) });
  }
  return actions;
}

const writing = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select, [role="textbox"]'));

function useKeys(actions: readonly CallAction[]): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.repeat || writing(event.target) || document.querySelector('dialog[open]')) return;
      const action = actions.find((one) => one.key === event.key.toLowerCase());
      if (!action) return;
      event.preventDefault();
      action.perform();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, [actions]);
}

function Tool({ action }: { action: CallAction }) {
  const marked = action.look === 'device' ? !action.on : action.on;
  return (
    <button
      type="button"
      class={`tool${marked ? ` tool-${action.look}` : ''}`}
      aria-pressed={action.look === 'toggle' ? action.on : undefined}
      aria-keyshortcuts={action.key}
      title={`${action.label} (${action.key.toUpperCase()})`}
      data-testid={action.name}
      data-on={action.on}
      onClick={action.perform}
    >
      <Icon name={action.icon} />
      <span class="tool-label">{action.label}</span>
      <span class="tool-key" aria-hidden="true">{action.key.toUpperCase()}</span>
      {action.count ? <span class="tool-count"><span class="visually-hidden">, unread: </span>{action.count}</span> : null}
    </button>
  );
}

function useUnread(room: ConsultRoom, open: boolean): number {
  const lines = room.chat.value.filter((line) => line.sequence !== null && line.from !== room.you.value).length;
  const seen = useSignal(0);
  useEffect(() => {
    if (open) seen.value = lines;
  }, [open, lines, seen]);
  return open ? 0 : Math.max(0, lines - seen.value);
}

const pathWords: Partial<Record<string, string>> = { connecting: 'Connecting sound and picture…', interrupted: 'Sound and picture are being brought back…' };

function StageNotices({ room }: { room: ConsultRoom }) {
  const path = room.media.path.value;
  const fault = room.local.microphone.fault.value ?? room.local.camera.fault.value;
  return (
    <div class="stage-notices" role="status">
      {path === 'failed' ? (
        <ErrorNotice title="Sound and picture do not get through" error="The network may block them. Try another network; meanwhile the chat works." actions={<Button icon="refresh" onClick={() => room.media.resume()}>Try again</Button>} />
      ) : (
        pathWords[path] && <span class="pill"><Spinner />{pathWords[path]}</span>
      )}
      {fault && <span class="pill"><Icon name="alert" size="s" />{fault.title}. {fault.next}</span>}
      {soundBlocked.value && <Button kind="primary" icon="sound" onClick={allowSound}>Click to hear the others</Button>}
    </div>
  );
}

function EndDialog({ room, onClose, onLeave }: { room: ConsultRoom; onClose: () => void; onLeave: () => void }) {
  const busy = useSignal(false);
  const end = async (): Promise<void> => {
    busy.value = true;
    const outcome = await room.end();
    busy.value = false;
    if (outcome.error) toast(outcome.error.text, 'warning');
    else onClose();
  };
  return (
    <Dialog
      title="End this consult?"
      onClose={onClose}
      footer={<><Button onClick={onLeave} testId="leave-only">Leave, others stay</Button><Button kind="primary" busy={busy.value} onClick={() => void end()} testId="end-consult-sure">End for everybody</Button></>}
    >
      <p>Everybody is disconnected and guest links stop working. To come back yourself, leave without ending.</p>
    </Dialog>
  );
}

export interface ConsultPageProps {
  room: ConsultRoom;
  /** The clinician may invite guests and end the consult for everybody. */
  host: boolean;
  onLeave: () => void;
  notice?: ComponentChildren;
}

function useActions(room: ConsultRoom, panel: Panel, show: (panel: Panel) => void): CallAction[] {
  const shown = room.local.shown.value;
  const unread = useUnread(room, panel === 'chat');
  const people = room.others.value.length + 1;
  return useMemo(
    () => [
      ...deviceActions(room),
      { name: 'toggle-chat', key: 'c', label: 'Chat', icon: 'chat', on: panel === 'chat', look: 'toggle', count: unread, perform: () => show(panel === 'chat' ? 'none' : 'chat') },
      { name: 'toggle-people', key: 'p', label: `People (${people})`, icon: 'people', on: panel === 'people', look: 'toggle', perform: () => show(panel === 'people' ? 'none' : 'people') },
    ],
    [room, shown, panel, unread, people],
  );
}

/** The consult itself: the same for patient, clinician and guest. */
export function ConsultPage({ room, host, onLeave }: ConsultPageProps) {
  const panel = useSignal<Panel>(matchMedia('(min-width: 1100px)').matches ? 'chat' : 'none');
  const ending = useSignal(false);
  const card = room.card.value;
  const actions = useActions(room, panel.value, (next) => (panel.value = next));
  useKeys(actions);
  if (!room.inside.value || !card) {
    return room.fault.value ? <div class="page page-narrow"><ErrorNotice title="You cannot join this consult" error={room.fault.value} actions={<Button onClick={onLeave}>Back</Button>} /></div> : <Loading>Joining the consult…</Loading>;
  }
  const leave = (): void => {
    room.leave();
    onLeave();
  };
  return (
    <div class={`consult${panel.value !== 'none' ? ' consult-panel' : ''}`} data-testid="consult-page">
      <header class="consult-head">
        <div class="grow consult-title">
          <h1>{host ? card.patientName : (card.clinicianName ?? 'Your consult')}</h1>
          <p class="small">{card.reason}{card.reason !== '' && card.startedAt && ' · '}{card.startedAt && <Duration since={card.startedAt} />}</p>
        </div>
        <ConnectionState link={room.link} />
      </header>
      <div class="consult-stage">
        <Stage room={room} />
        <StageNotices room={room} />
      </div>
      {panel.value === 'chat' && <ChatPanel room={room} onClose={() => (panel.value = 'none')} />}
      {panel.value === 'people' && <PeoplePanel room={room} host={host} onClose={() => (panel.value = 'none')} />}
      <div class="toolbar" role="toolbar" aria-label="Consult">
        {actions.map((action) => <Tool key={action.name} action={action} />)}
        <span class="toolbar-gap" />
        {host && <button type="button" class="tool tool-end" data-testid="end-consult" onClick={() => (ending.value = true)}><Icon name="hangUp" /><span class="tool-label">End</span></button>}
        <button type="button" class="tool tool-leave" data-testid="leave" onClick={leave}><Icon name="door" /><span class="tool-label">Leave</span></button>
      </div>
      {ending.value && <EndDialog room={room} onClose={() => (ending.value = false)} onLeave={leave} />}
    </div>
  );
}
