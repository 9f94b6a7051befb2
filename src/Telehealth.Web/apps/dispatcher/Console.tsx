import { useEffect, useMemo, useState } from 'preact/hooks';
import { AlarmBar } from '../../features/dispatching/alarms/AlarmBar';
import { BoardAge } from '../../features/dispatching/board/BoardAge';
import { boardSize } from '../../features/dispatching/board/boardSize';
import { OverloadBanner } from '../../features/dispatching/board/OverloadBanner';
import { Queue } from '../../features/dispatching/board/Queue';
import { ServiceBanner } from '../../features/dispatching/board/ServiceBanner';
import { Tabs } from '../../features/dispatching/board/Tabs';
import { CommandLine } from '../../features/dispatching/commandLine/CommandLine';
import { Incident } from '../../features/dispatching/incident/Incident';
import { ReplayBar } from '../../features/dispatching/replay/ReplayBar';
import { UnitsPane } from '../../features/units/UnitsPane';
import { appInfo, signOut } from '../../lib/access/account';
import { listenForActions } from '../../lib/actions/actions';
import { ActionButton } from '../../lib/actions/ActionButton';
import type { Me } from '../../lib/contracts/access';
import { LiveMap } from '../../lib/map/LiveMap';
import { ConnectionState } from '../../lib/realtime/ConnectionState';
import { serverNow } from '../../lib/time/clock';
import type { IconName } from '../../lib/ui/Icon';
import { letterKeys } from '../../lib/ui/letterKeys';
import { ErrorNotice, Loading } from '../../lib/ui/Surfaces';
import { TopBar } from '../../lib/ui/TopBar';
import { allActions, type ConsoleActions, consoleActions } from './consoleActions';
import { Dialogs } from './Dialogs';
import { DispatchConsole } from './dispatchConsole';
// In this order: a later one may refine what an earlier one says of the same element.
import './console.css';
import '../../features/dispatching/board/board.css';
import '../../features/areas/desks.css';
import '../../features/units/units.css';
import '../../features/dispatching/alarms/alarms.css';
import '../../features/dispatching/incident/incident.css';
import '../../features/dispatching/replay/replay.css';
import '../../features/dispatching/commandLine/commandLine.css';
import '../../features/dispatching/keys/keys.css';
import '../../features/emergencies/raise.css';
import './narrow.css';
import '../../features/hospitals/hospitals.css';
import '../../features/posts/posts.css';
import '../../features/photos/photos.css';
import '../../features/dispatching/past/past.css';

/** One dense screen: queue, map, units, and the incident that is open. */
export function Console({ me }: { me: Me }) {
  const [console] = useState(() => new DispatchConsole());
  const actions = useMemo(() => consoleActions(console), []);
  const keys = useMemo(() => allActions(actions), []);
  useEffect(() => console.start(), []);
  useEffect(() => listenForActions(() => keys), []);
  const { alarms, feed, link, queue, rows, selection, silent, units } = console;
  return (
    <div class="console" data-live={link.state.value === 'live'} data-size={boardSize.value} data-letter-keys={letterKeys.value}>
      <TopBar section="Dispatch" person={{ name: me.name, role: 'Dispatcher' }} onSignOut={() => void signOut()}>
        <Clock />
        <Tools actions={actions} />
        <ConnectionState link={link} />
      </TopBar>
      <BoardAge link={link} />
      <ServiceBanner notices={feed.notices} />
      <AlarmBar
        alarms={alarms}
        silent={silent}
        fixes={rows.fixes}
        desk={console.desks.chosen}
        onOpen={(emergencyId) => selection.open(emergencyId)}
        onShowUnit={(unitId) => console.showUnit(unitId)}
      />
      <OverloadBanner mode={console.overload.mode} />
      <Tabs tab={selection.tab} queue={queue.open} units={units.shown} />
      {feed.loaded.value ? <Board console={console} actions={actions} /> : <Opening feed={feed} />}
      <CommandLine command={console.commandLine} />
      <Dialogs console={console} actions={keys} />
    </div>
  );
}

/** The command line is its own button. */
const toolIcons: Readonly<Record<string, IconName>> = {
  raise: 'plus',
  find: 'search',
  hospitals: 'hospital',
  posts: 'mapPin',
  keys: 'keyboard',
};

function Tools({ actions }: { actions: ConsoleActions }) {
  return (
    <span class="row row-2 console-tools">
      {actions.page.flatMap((action) => {
        const icon = toolIcons[action.name];
        const kind = action.name === 'raise' ? 'secondary' : 'quiet';
        return icon === undefined
          ? []
          : [<ActionButton key={action.name} action={action} icon={icon} kind={kind} testId={`${action.name}-open`} />];
      })}
    </span>
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

function Title() {
  return <h1 class="visually-hidden">Dispatch board</h1>;
}

function Opening({ feed }: Pick<DispatchConsole, 'feed'>) {
  const fault = feed.fault.value;
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

function Board({ console, actions }: { console: DispatchConsole; actions: ConsoleActions }) {
  const { commands, dialog, incident, map, replays, rows, selection, units } = console;
  return (
    <main id="main" class="board" data-tab={selection.tab.value} data-incident={selection.openId.value !== null}>
      <Title />
      <Queue queue={console.queue} desks={console.desks} selection={selection} />
      <div class="board-map" data-replay={replays.now.value !== null}>
        <ReplayBar control={replays} />
        <LiveMap
          units={map.units}
          emergencies={map.emergencies}
          selected={map.selected}
          track={map.track}
          dots={map.dots}
          areas={console.desks.areas}
          styleUrl={appInfo.value?.mapStyleUrl ?? null}
          serverNow={map.now}
          onSelect={map.select}
        />
      </div>
      <UnitsPane
        list={units}
        selectedId={selection.unitId}
        emergencies={rows.emergencies}
        actions={actions.units}
        onOpen={(emergencyId) => selection.open(emergencyId)}
      />
      <Incident
        incident={incident}
        commands={commands}
        requests={console.requests}
        actions={actions.incident}
        emergencies={rows.emergencies}
        hospitals={console.incidentHospitals}
        showDialog={dialog.show}
        onClose={() => actions.close.perform()}
        onLeave={() => selection.open(null)}
        timeline={{
          replay: replays.now,
          pictures: console.pictures,
          onPicture: (picture) => dialog.show({ kind: 'picture', picture }),
        }}
      />
    </main>
  );
}
