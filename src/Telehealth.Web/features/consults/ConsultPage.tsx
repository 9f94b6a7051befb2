import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useEffect, useMemo } from 'preact/hooks';
import { consultLockedCode, consultNotRunningCode } from '../../lib/contracts/codes';
import { ConnectionState } from '../../lib/realtime';
import { Badge, Button, Dialog, Duration, EmptyState, ErrorNotice, Icon, type IconName, letterKeys, Loading, toast, Written } from '../../lib/ui';
import { ChatPanel } from './ChatPanel';
import type { ConsultRoom } from './ConsultRoom';
import { DeviceDialog } from './DeviceDialog';
import { canShareScreen } from './media/browser';
import { PeoplePanel } from './PeoplePanel';
import { ReturnDialog, type ReturnDialogProps } from './ReturnDialog';
import { QualityPanel } from './quality/QualityPanel';
import { Observers, Stage } from './Stage';
import { StageNotices } from './StageNotices';
import { VisitReason } from './VisitReason';
import './consults.css';

type Panel = 'none' | 'chat' | 'people' | 'quality';

/** One thing that can be done: its button, its key and its behaviour cannot drift apart. */
interface CallAction {
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

const labelOf = ({ label, more }: CallAction): string => (more === undefined ? label : `${label} ${more}`);

async function toggleScreen(room: ConsultRoom): Promise<void> {
  await room.local.toggleScreen();
  const fault = room.local.screen.fault.peek();
  if (fault && fault.reason !== 'dismissed') toast(`${fault.title}. ${fault.next}`, 'warning');
}

function deviceActions(room: ConsultRoom): CallAction[] {
  if (room.observes.value) return [];
  const shown = room.local.shown.value;
  // Whatever the own switch says, nobody hears; a panel may cover the banner that says so.
  const held = room.mutedByClinician.value.microphone;
  const heard = shown.microphone && !held;
  const taken = room.local.microphone.taken.value;
  const actions: CallAction[] = [
    { name: 'toggle-mic', key: 'm', label: held ? 'Muted' : taken ? 'Restart' : shown.microphone ? 'Mute' : 'Unmute', ...(held ? { more: 'by the doctor' } : taken ? { more: 'the microphone' } : {}), icon: heard ? 'mic' : 'micOff', on: heard, look: 'device', perform: () => void room.local.toggleMicrophone() },
    { name: 'toggle-cam', key: 'v', label: shown.camera ? 'Stop video' : 'Start video', icon: shown.camera ? 'camera' : 'cameraOff', on: shown.camera, look: 'device', perform: () => void room.local.toggleCamera() },
  ];
  if (canShareScreen()) {
    actions.push({ name: 'share-screen', key: 's', label: shown.screen ? 'Stop sharing' : 'Share screen', icon: 'screen', on: shown.screen, look: 'toggle', perform: () => void toggleScreen(room) });
  }
  return actions;
}

/** The switch of the people panel, at hand for the one interpreter that there mostly is. */
function interpreterActions(room: ConsultRoom): CallAction[] {
  const [interpreter] = room.interpreters.value;
  if (!interpreter) return [];
  const alone = room.interpreter.value !== null;
  return [{ name: 'toggle-interpreter', key: 'i', label: 'Inter\u00adpreter', more: 'only', icon: 'ear', on: alone, look: 'toggle', perform: () => void room.listenTo(alone ? null : interpreter.id) }];
}

const writing = (target: EventTarget | null): boolean => target instanceof HTMLElement && (target.isContentEditable || target.matches('input, textarea, select, [role="textbox"]'));

function useKeys(actions: readonly CallAction[]): void {
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      if (!letterKeys.peek() || event.ctrlKey || event.metaKey || event.altKey || event.repeat || writing(event.target) || document.querySelector('dialog[open]')) return;
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
      title={`${labelOf(action)} (${action.key.toUpperCase()})`}
      data-testid={action.name}
      data-on={action.on}
      onClick={action.perform}
    >
      <Icon name={action.icon} />
      <span class="tool-label">{action.label}{action.more && <span class="tool-more"> {action.more}</span>}</span>
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

function EndDialog({ room, onClose, onLeave, onReturn }: { room: ConsultRoom; onClose: () => void; onLeave: () => void; onReturn: () => void }) {
  const busy = useSignal(false);
  const end = async (): Promise<void> => {
    busy.value = true;
    const outcome = await room.host.end();
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
      <div class="stack">
        <p>Everybody is disconnected and guest links stop working. To come back yourself, leave without ending.</p>
        <p>Should the patient be seen later, or by somebody else? Send them back to the waiting room instead.</p>
        <div class="row"><Button onClick={onReturn} testId="return-instead">Back to the waiting room</Button></div>
      </div>
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

function useActions(room: ConsultRoom, host: boolean, panel: Panel, show: (panel: Panel) => void): CallAction[] {
  const unread = useUnread(room, panel === 'chat');
  const people = room.others.value.length + 1;
  const toggle = (one: Panel) => ({ on: panel === one, look: 'toggle' as const, perform: () => show(panel === one ? 'none' : one) });
  const inputs = [room, host, room.local.shown.value, room.mutedByClinician.value, room.observes.value, room.interpreters.value, room.interpreter.value, panel, unread, people];
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

/** One person, one seat: it is where the consult was opened last. */
function OpenElsewhere({ room, onLeave }: { room: ConsultRoom; onLeave: () => void }) {
  return (
    <div class="page page-narrow" data-testid="consult-elsewhere" role="status">
      <EmptyState
        page
        icon="screen"
        title="This visit is open on another device or tab"
        actions={
          <>
            <Button kind="primary" icon="refresh" onClick={() => void room.takeBack()} testId="take-back">Take it back here</Button>
            <Button onClick={onLeave}>Close it here</Button>
          </>
        }
      >
        It goes on where it was opened last. Camera and microphone are off on this page.
      </EmptyState>
    </div>
  );
}

/** The patient waits for a clinician again; a guest's link goes on working. */
function Paused({ room, onLeave }: { room: ConsultRoom; onLeave: () => void }) {
  return (
    <div class="page page-narrow" data-testid="visit-paused" role="status">
      <EmptyState page icon="clock" title="The visit is paused" actions={<Button onClick={onLeave}>Leave</Button>}>
        Stay on this page: it lets you in as soon as a doctor opens the visit. Until then nobody sees or hears you.
        <span class="door-state"><ConnectionState link={room.link} /></span>
      </EmptyState>
    </div>
  );
}

/** Not inside yet, or not let in. */
function AtTheDoor({ room, onLeave }: { room: ConsultRoom; onLeave: () => void }) {
  const fault = room.fault.value;
  if (room.elsewhere.value) return <OpenElsewhere room={room} onLeave={onLeave} />;
  const phase = room.card.value?.phase;
  if (phase === 'waiting' || fault?.code === consultNotRunningCode) return <Paused room={room} onLeave={onLeave} />;
  if (!fault) return <Loading>Joining the visit…</Loading>;
  if (fault.code === consultLockedCode) {
    return (
      <div class="page page-narrow" data-testid="room-is-locked" role="status">
        <EmptyState page icon="lock" title="The room is locked right now" actions={<Button onClick={onLeave}>Leave</Button>}>
          Stay on this page: it lets you in as soon as the doctor unlocks the room.
          <span class="door-state"><ConnectionState link={room.link} /></span>
        </EmptyState>
      </div>
    );
  }
  return <div class="page page-narrow"><ErrorNotice title="You cannot join this visit" error={fault} actions={<Button onClick={onLeave}>Back</Button>} /></div>;
}

/** The consult itself: the same for patient, clinician and guest. */
export function ConsultPage({ room, host, onLeave, notice }: ConsultPageProps) {
  const panel = useSignal<Panel>(matchMedia('(min-width: 1100px)').matches ? 'chat' : 'none');
  const ending = useSignal(false);
  const returning = useSignal<Pick<ReturnDialogProps, 'reason'> | null>(null);
  const choosing = useSignal(false);
  const card = room.card.value;
  const actions = useActions(room, host, panel.value, (next) => (panel.value = next));
  useKeys(actions);
  if (!room.inside.value || !card) return <AtTheDoor room={room} onLeave={onLeave} />;
  const leave = (): void => {
    room.leave();
    onLeave();
  };
  // Nobody has a seat any more: there is none to give up.
  const returned = (): void => {
    room.close();
    onLeave();
  };
  return (
    <div class={`consult${panel.value !== 'none' ? ' consult-panel' : ''}${panel.value === 'quality' ? ' consult-panel-wide' : ''}`} data-testid="consult-page">
      <header class="consult-head">
        <div class="grow consult-title">
          <h1><Written text={host ? card.patientName : (card.clinicianName ?? 'Your visit')} />{card.startedAt && <span class="consult-time"><Duration since={card.startedAt} /></span>}</h1>
          <VisitReason text={card.reason} />
        </div>
        {notice}
        {card.locked && <span data-testid="room-locked"><Badge tone="warning"><Icon name="lock" size="s" />Locked</Badge></span>}
        <Button kind="quiet" icon="sliders" label="Choose camera and sound" onClick={() => (choosing.value = true)} testId="choose-devices" />
        <ConnectionState link={room.link} />
      </header>
      <div class="consult-stage">
        <Observers room={room} />
        <Stage room={room} />
        <StageNotices room={room} host={host} onAbsent={() => (returning.value = { reason: 'patientAbsent' })} />
      </div>
      {panel.value === 'chat' && <ChatPanel room={room} onClose={() => (panel.value = 'none')} />}
      {panel.value === 'people' && <PeoplePanel room={room} host={host} onClose={() => (panel.value = 'none')} />}
      {panel.value === 'quality' && <QualityPanel room={room} onClose={() => (panel.value = 'none')} />}
      <div class="toolbar" role="toolbar" aria-label="Visit">
        {actions.map((action) => <Tool key={action.name} action={action} />)}
        <span class="toolbar-gap" />
        {host && <button type="button" class="tool tool-end" data-testid="end-consult" onClick={() => (ending.value = true)}><Icon name="hangUp" /><span class="tool-label">End</span></button>}
        <button type="button" class="tool tool-leave" data-testid="leave" onClick={leave}><Icon name="door" /><span class="tool-label">Leave</span></button>
      </div>
      {choosing.value && <DeviceDialog local={room.local} listensOnly={room.observes.value} onClose={() => (choosing.value = false)} />}
      {ending.value && <EndDialog room={room} onClose={() => (ending.value = false)} onLeave={leave} onReturn={() => { ending.value = false; returning.value = {}; }} />}
      {returning.value && <ReturnDialog room={room} {...returning.value} onClose={() => (returning.value = null)} onReturned={returned} />}
    </div>
  );
}
