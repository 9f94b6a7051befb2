import { DeskChoice } from '../../features/areas/deskChoice';
import { Alarms } from '../../features/dispatching/alarms/alarms';
import { BoardFeed } from '../../features/dispatching/board/boardFeed';
import { BoardRows } from '../../features/dispatching/board/boardRows';
import { Overload } from '../../features/dispatching/board/overload';
import { QueueView } from '../../features/dispatching/board/queueView';
import { Selection } from '../../features/dispatching/board/selection';
import { CommandState } from '../../features/dispatching/commandLine/commandState';
import { OpenIncident } from '../../features/dispatching/incident/openIncident';
import { UnitRequests } from '../../features/dispatching/incident/unitRequests';
import { MapView } from '../../features/dispatching/map/mapView';
import { ReplayControl } from '../../features/dispatching/replay/replayControl';
import { CallerIntake } from '../../features/emergencies/callerIntake';
import { TriageProtocol } from '../../features/emergencies/triageProtocol';
import { HospitalModel } from '../../features/hospitals/hospitalModel';
import { IncidentHospitals } from '../../features/hospitals/incidentHospitals';
import { CrewPictures } from '../../features/photos/crewPictures';
import { focusChosenUnit, SilentUnits } from '../../features/units/silentUnits';
import { UnitInHand } from '../../features/units/unitInHand';
import { UnitList } from '../../features/units/unitList';
import { wholeBoard } from '../../features/units/unitView';
import { stillSignedIn } from '../../lib/access/account';
import { HttpCommands } from '../../lib/access/httpCommands';
import { type DispatchClient, type DispatchHub, dispatchHubPath } from '../../lib/contracts/dispatching';
import { CommandSender } from '../../features/emergencies/commandSender';
import { HubLink } from '../../lib/realtime/HubLink';
import { OneDialog } from './openDialog';

/** One console: the models of its parts, made and tied together. Each part of the page takes those that it shows. */
export class DispatchConsole {
  readonly link = new HubLink<DispatchHub, DispatchClient>(dispatchHubPath, stillSignedIn);
  readonly httpCommands = new HttpCommands();
  readonly commands = new CommandSender(this.link);
  readonly dialog = new OneDialog(this.commands);

  readonly rows = new BoardRows();
  readonly desks = new DeskChoice();
  readonly incident = new OpenIncident(this.link, this.rows, this.commands.fault);
  readonly selection = new Selection(this.incident);
  readonly feed = new BoardFeed(this.link, this.rows, this.desks, () => this.incident.readAgain());
  readonly queue = new QueueView(this.rows, this.desks);
  readonly overload = new Overload(this.rows.mode);

  readonly units = new UnitList(this.rows, this.queue.filter);
  readonly inHand = new UnitInHand({
    unitId: this.selection.unitId,
    openRow: this.incident.row,
    units: this.rows.units,
    emergencies: this.rows.emergencies,
  });
  readonly silent = new SilentUnits(this.rows.roster, this.link, (unit) => this.rows.putUnit(unit));
  readonly alarms = new Alarms(this.rows, this.desks, this.silent, this.link);

  readonly requests = new UnitRequests(this.incident.row, this.commands);
  readonly replays = new ReplayControl(this.incident.view, () => {
    this.selection.tab.value = 'map';
  });
  readonly pictures = new CrewPictures(this.incident.view);
  readonly hospitals = new HospitalModel(this.incident.view, this.httpCommands);
  readonly incidentHospitals = new IncidentHospitals(this.hospitals, this.incident.row, this.commands);
  readonly map = new MapView({
    rows: this.rows,
    silent: this.units.silent,
    incident: this.incident.view,
    replay: this.replays.now,
    selection: this.selection,
  });

  readonly protocol = new TriageProtocol();
  readonly intake = new CallerIntake(this.link, this.commands, {
    putEmergency: (row) => this.rows.putEmergency(row),
    open: (emergencyId) => this.selection.open(emergencyId),
  });
  readonly commandLine = new CommandState({
    link: this.link,
    rows: this.rows,
    openId: this.selection.openId,
    hospitals: this.hospitals,
    open: (emergencyId) => this.selection.open(emergencyId),
    showKeys: () => this.dialog.show({ kind: 'keys' }),
    acknowledge: (alarmId) => this.alarms.acknowledge(alarmId),
  });

  /** Listens, and keeps what is open fresh; call the answer to stop. */
  start(): () => void {
    const parts = [this.feed, this.incident, this.alarms, this.overload, this.silent, this.hospitals, this.pictures, this.replays];
    const stops = parts.map((part) => part.start());
    this.link.start();
    void this.protocol.fetch();
    return () => {
      stops.forEach((stop) => stop());
      void this.link.stop();
    };
  }

  /** To the unit's row, whatever was filtered, with the focus on it. */
  showUnit(unitId: string): void {
    this.alarms.openSilentList(false);
    this.selection.open(null);
    this.queue.filter.value = '';
    this.units.view.value = wholeBoard;
    this.selection.tab.value = 'units';
    this.selection.unitId.value = unitId;
    focusChosenUnit();
  }
}
