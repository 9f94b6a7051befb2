import { useEffect, useMemo, useState } from 'preact/hooks';
import { appInfo, signOut } from '../../lib/access';
import type { Me } from '../../lib/contracts/access';
import { LiveMap } from '../../lib/map';
import { ConnectionState } from '../../lib/realtime';
import { serverNow, spellDuration } from '../../lib/time';
import { ErrorNotice, letterKeys, Loading, TopBar, type IconName } from '../../lib/ui';
import { ActionButton } from './ActionButton';
import { listenForActions } from './actions';
import { AlarmBar } from './AlarmBar';
import { boardSize } from './boardSize';
import { CommandLine } from './commandLine/CommandLine';
import { consoleActions, deskActions } from './consoleActions';
import { Dialogs } from './Dialogs';
import { DispatchConsole, type Tab } from './dispatchConsole';
import { Incident } from './Incident';
import { ModeBanner } from './ModeBanner';
import { Queue } from './Queue';
import { ReplayBar } from './ReplayBar';
import { ServiceBanner } from './ServiceBanner';
import { Units } from './Units';
import './dispatcher.css';
import './panels.css';
import './past/past.css';

/** The command line is its own button. */
const toolIcons: Readonly<Record<string, IconName>> = {
  raise: 'plus',
  find: 'search',
  hospitals: 'hospital',
  posts: 'mapPin',
  keys: 'keyboard',
};

/** One dense screen: queue, map, units, and the incident that is open. */
export function Console({ me }: { me: Me }) {
  const [desk] = useState(() => new DispatchConsole());
  const actions = useMemo(() => consoleActions(desk), []);
  useEffect(() => desk.start(), []);
  useEffect(() => listenForActions(() => actions), []);
  return (
    <div class="console" data-live={desk.link.state.value === 'live'} data-size={boardSize.value} data-letter-keys={letterKeys.value}>
      <TopBar section="Dispatch" person={{ name: me.name, role: 'Dispatcher' }} onSignOut={() => void signOut()}>
        <Clock />
        <span class="row row-2 console-tools">
          {deskActions(desk).flatMap((action) => {
            const icon = toolIcons[action.name];
            return icon === undefined
              ? []
              : [
                  <ActionButton
                    key={action.name}
                    action={action}
                    icon={icon}
                    kind={action.name === 'raise' ? 'secondary' : 'quiet'}
                    testId={`${action.name}-open`}
                  />,
                ];
          })}
        </span>
        <ConnectionState link={desk.link} />
      </TopBar>
      <BoardAge desk={desk} />
      <ServiceBanner desk={desk} />
      <AlarmBar desk={desk} />
      <ModeBanner desk={desk} />
      <Tabs desk={desk} />
      {desk.loaded.value ? <Board desk={desk} /> : <Opening desk={desk} />}
      <CommandLine command={desk.command} />
      <Dialogs desk={desk} actions={actions} />
    </div>
  );
}

function Title() {
  return <h1 class="visually-hidden">Dispatch board</h1>;
}

function Opening({ desk }: { desk: DispatchConsole }) {
  const fault = desk.boardFault.value;
  return (
    <main id="main">
      <Title />
      {fault === null ? (
        <Loading>Opening the board…</Loading>
      ) : (
        <div class="page page-narrow">
          <ErrorNotice title="The board could not be opened" error={fault} />
        </div>
      )}
    </main>
  );
}

function Board({ desk }: { desk: DispatchConsole }) {
  return (
    <main id="main" class="board" data-tab={desk.tab.value} data-incident={desk.openId.value !== null}>
      <Title />
      <Queue desk={desk} />
      <div class="board-map" data-replay={desk.replay.value !== null}>
        <ReplayBar desk={desk} />
        <LiveMap
          units={desk.mapUnits}
          emergencies={desk.mapEmergencies}
          selected={desk.selection}
          track={desk.track}
          dots={desk.dots}
          areas={desk.desks.areas}
          styleUrl={appInfo.value?.mapStyleUrl ?? null}
          serverNow={desk.mapNow}
          onSelect={(selection) => {
            // Marks of the past are looked at, not acted upon.
            if (desk.replay.peek() !== null) return;
            if (selection.kind === 'emergency') desk.open(selection.id);
            else desk.selectedUnitId.value = selection.id;
          }}
        />
      </div>
      <Units desk={desk} />
      <Incident desk={desk} />
    </main>
  );
}

function Clock() {
  const time = new Date(serverNow.value).toLocaleTimeString([], {
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    hourCycle: 'h23',
  });
  return (
    <time class="console-clock numerals" title="The server's time, in this device's zone">
      {time}
    </time>
  );
}

/** A board that is not live says so, and how old it is. */
function BoardAge({ desk }: { desk: DispatchConsole }) {
  const state = desk.link.state.value;
  const freshAt = desk.link.freshAt.value;
  if (state === 'live' || (state === 'connecting' && freshAt === null)) return null;
  if (state === 'refused')
    return (
      <div class="strip" role="alert">
        You are signed out. Sign in again to go on.
      </div>
    );
  const age = freshAt !== null ? ` Board as of ${spellDuration(serverNow.value - freshAt)} ago.` : '';
  return (
    <div class="strip numerals" role="status" data-testid="board-age">
      <span class="spinner" aria-hidden="true" />
      Reconnecting…{age}
    </div>
  );
}

const tabs: readonly { tab: Tab; label: string }[] = [
  { tab: 'queue', label: 'Queue' },
  { tab: 'map', label: 'Map' },
  { tab: 'units', label: 'Units' },
];

function Tabs({ desk }: { desk: DispatchConsole }) {
  const counts: Record<Tab, number | null> = { queue: desk.queue.value.length, map: null, units: desk.units.value.length };
  return (
    <nav class="tabs" aria-label="Parts of the board">
      {tabs.map(({ tab, label }) => (
        <button
          key={tab}
          type="button"
          class="tab"
          aria-pressed={desk.tab.value === tab}
          onClick={() => {
            desk.tab.value = tab;
          }}
        >
          {label}
          {counts[tab] !== null && <span class="tab-count numerals">{counts[tab]}</span>}
        </button>
      ))}
    </nav>
  );
}
