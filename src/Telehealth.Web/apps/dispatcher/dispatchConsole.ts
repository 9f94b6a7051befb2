import { computed, effect, signal } from '@preact/signals';
import { HospitalDesk } from '../../features/hospitals/hospitalDesk';
import { type CrewPicture, CrewPictures } from '../../features/photos/crewPictures';
import { stillSignedIn } from '../../lib/access';
import { HttpOrders } from '../../lib/access/httpOrders';
import {
  dispatchHubPath,
  type AlarmRow,
  type DispatchClient,
  type DispatchHub,
  type EmergencyRow,
  type IncidentView,
  type AssignmentRow,
  type Recommendation,
  type ServiceNotice,
} from '../../lib/contracts/dispatching';
import {
  emergencyHubPath,
  type EmergencyClient,
  type EmergencyHub,
  type HelpRequest,
  type ProtocolView,
} from '../../lib/contracts/emergencies';
import type { ChosenHospital, HospitalNoticeView } from '../../lib/contracts/hospitals';
import { matches } from '../../lib/incidents/queue';
import { isJob, isLive, isOpen } from '../../lib/incidents/words';
import type { LatLng, MapEmergency, MapSelection, MapUnit } from '../../lib/map';
import { HubLink, newCommandId, type Fault, type HubCalls, type Outcome, type Tries } from '../../lib/realtime';
import { observeServerTime, serverNow, serverTimeNow } from '../../lib/time';
import { announce, toast } from '../../lib/ui';
import { AlarmBell } from './alarmBell';
import { groupAlarms } from './alarms';
import { BoardRows, onMap } from './board';
import { CommandState } from './commandLine/commandState';
import { DeskChoice } from './desks';
import { modeWords } from './modeWords';
import type { OpenDialog } from './openDialog';
import { Replay, tracksOf } from './replay';
import { focusChosenUnit, SilentUnits } from './silentUnits';
import { shownUnits, silentUnits, wholeBoard, type UnitView } from './unitBoard';

export type Tab = 'queue' | 'map' | 'units';

const protocolPatienceMs = 15_000;

/** Travel times grow old while the units drive. */
const recommendEveryMs = 15_000;

/** The state of one console: what the server said, what is selected, and what can be asked of the server. */
export class DispatchConsole {
  readonly link = new HubLink<DispatchHub, DispatchClient>(dispatchHubPath, stillSignedIn);
  readonly rows = new BoardRows();
  readonly desks = new DeskChoice();
  readonly silence = new SilentUnits(this.rows.roster, this.link, (unit) => this.rows.putUnit(unit));
  readonly #heard = this.desks.heard(this.rows.pending, (alarm) => this.deskOf(alarm));
  /** A silent crew is everybody's: whoever can reach it by radio. */
  readonly bell = new AlarmBell(
    computed(() => [...this.#heard.value, ...this.silence.pending.value.map((unit) => ({ id: unit.silence.alarmId }))]),
  );
  readonly command = new CommandState(this);

  readonly openId = signal<string | null>(null);
  readonly selectedUnitId = signal<string | null>(null);
  readonly filter = signal('');
  readonly tab = signal<Tab>('queue');
  readonly dialog = signal<OpenDialog | null>(null);
  readonly incident = signal<IncidentView | null>(null);
  readonly recommendation = signal<Recommendation | null>(null);
  readonly fault = signal<Fault | null>(null);
  /** What is wrong with the service itself; empty while nothing is. */
  readonly service = signal<readonly ServiceNotice[]>([]);
  readonly busy = signal<string | null>(null);
  readonly loaded = signal(false);
  /** Why the board did not come. */
  readonly boardFault = signal<Fault | null>(null);
  readonly unitView = signal<UnitView>(wholeBoard);
  readonly replay = signal<Replay | null>(null);
  /** Fetched before anybody calls: a caller must not wait for it. */
  readonly protocol = signal<Outcome<ProtocolView> | null>(null);

  readonly alarmGroups = computed(() => groupAlarms(this.rows.pending.value, this.rows.emergencies.value));
  readonly alarmsOpen = signal(false);

  readonly openRow = computed(() => {
    const id = this.openId.value;
    if (id === null) return null;
    // One that has left the board is shown as it was read.
    const read = this.incident.value?.emergency;
    return this.rows.emergencies.value.get(id) ?? (read?.id === id ? read : null);
  });
  readonly orders = new HttpOrders();
  readonly hospitals = new HospitalDesk(this.incident, this.orders);
  readonly pictures = new CrewPictures(this.incident);
  readonly queue = computed(() => this.rows.queue.value.filter((row) => this.#shows(row)));
  readonly ended = computed(() => this.rows.ended.value.filter((row) => this.#shows(row)));
  readonly elsewhere = computed(() => this.desks.elsewhere(this.rows.queue.value));
  // As text it is the same from second to second, so that the list is not made anew for nothing.
  readonly #silentIds = computed(() => silentUnits(this.rows.roster.value, this.rows.fixes.value, serverNow.value).join(' '));
  readonly silent = computed<ReadonlySet<string>>(() => new Set(this.#silentIds.value.split(' ')));
  readonly units = computed(() =>
    shownUnits(this.rows.roster.value, this.rows.fixes.value, this.filter.value, this.unitView.value, this.silent.value),
  );
  readonly selectedUnit = computed(() => this.rows.units.value.get(this.selectedUnitId.value ?? '') ?? null);
  /** The unit that keys act upon: the selected one's job, else the first of the open incident. */
  readonly inHand = computed<{ emergency: EmergencyRow; assignment: AssignmentRow } | null>(() => this.#jobInHand());

  /** A unit of which nothing is heard is not drawn as one that can be sent. */
  readonly #unitsNow = computed<readonly MapUnit[]>(() =>
    this.rows.mapUnits.value.map((unit) => (this.silent.value.has(unit.id) ? { ...unit, tone: 'unavailable', words: 'no signal' } : unit)),
  );
  readonly mapUnits = computed<readonly MapUnit[]>(() => this.replay.value?.mapUnits.value ?? this.#unitsNow.value);
  readonly mapEmergencies = computed<readonly MapEmergency[]>(() => this.replay.value?.mapEmergencies ?? this.rows.mapEmergencies.value);
  /** A line for the way of one unit; those of several are dots, which are not joined. */
  readonly track = computed<readonly LatLng[]>(() => (this.#tracks.value.length === 1 ? (this.#tracks.value[0]?.points ?? []) : []));
  readonly dots = computed<readonly LatLng[]>(() =>
    this.#tracks.value.length === 1 ? [] : this.#tracks.value.flatMap((track) => track.points),
  );
  readonly showKeys = (): void => {
    this.dialog.value = { kind: 'keys' };
  };
  readonly showPicture = (picture: CrewPicture): void => {
    this.dialog.value = { kind: 'picture', picture };
  };
  readonly mapNow = (): number => this.replay.peek()?.at.peek() ?? serverTimeNow();
  readonly selection = computed<MapSelection>(() => {
    if (this.replay.value === null && this.selectedUnitId.value !== null) {
      return { kind: 'unit', id: this.selectedUnitId.value };
    }
    return this.openId.value === null ? null : { kind: 'emergency', id: this.openId.value };
  });

  /** Subscribes and keeps what is open fresh; call the answer to stop. */
  start(): () => void {
    const { link, rows } = this;
    const stops = [
      link.on('BoardChanged', (change) => {
        change.emergencies.forEach((row) => rows.putEmergency(row));
        change.units.forEach((row) => rows.putUnit(row));
        change.alarms.forEach((row) => rows.putAlarm(row));
      }),
      link.on('UnitsMoved', (fixes) => rows.move(fixes)),
      link.on('ModeChanged', (mode) => rows.putMode(mode)),
      link.on('ServiceChanged', (notices) => {
        this.service.value = notices;
      }),
      link.onLive(() => this.#takeSnapshot()),
      effect(() => this.#readOpen(this.openId.value, this.openRow.value?.version ?? 0)),
      effect(() => {
        if (this.rows.pending.value.length === 0) this.alarmsOpen.value = false;
      }),
      effect(() => this.#sayMode(this.#overload.value)),
      this.bell.start(),
      this.silence.start(),
      this.hospitals.start(),
      this.pictures.start(),
    ];
    const timer = setInterval(() => {
      this.rows.forgetWhatLeft(serverTimeNow());
      void this.refreshRecommendation();
    }, recommendEveryMs);
    link.start();
    void this.fetchProtocol();
    return () => {
      clearInterval(timer);
      stops.forEach((stop) => stop());
      this.stopReplay();
      void link.stop();
    };
  }

  /** Once is enough: the protocol changes with a new version of the server only. */
  async fetchProtocol(): Promise<void> {
    if (this.protocol.peek()?.error === null) {
      return;
    }
    this.protocol.value = null;
    this.protocol.value = await loadProtocol();
  }

  open(id: string | null): void {
    if (id !== this.openId.peek()) {
      this.incident.value = null;
      this.recommendation.value = null;
      this.fault.value = null;
      this.stopReplay();
    }
    this.selectedUnitId.value = null;
    this.openId.value = id;
  }

  /** Null when it is everybody's, also when this console does not know its emergency. */
  deskOf(alarm: AlarmRow): string | null {
    return this.rows.emergencies.value.get(alarm.emergencyId ?? '')?.desk ?? null;
  }

  startReplay(): void {
    const incident = this.incident.peek();
    if (incident !== null) {
      this.stopReplay();
      this.tab.value = 'map';
      this.replay.value = new Replay(incident, onMap(incident.emergency));
      this.replay.value.play();
      announce('Replay. The map shows what was recorded, not what is now.');
    }
  }

  stopReplay(): void {
    this.replay.peek()?.pause();
    this.replay.value = null;
  }

  /** Sends a command about the open incident; what is refused is said beside it, never in a passing word. */
  async ask<T>(
    name: string,
    send: (hub: HubCalls<DispatchHub>, commandId: string) => Promise<Outcome<T>>,
    done?: string,
  ): Promise<Outcome<T>> {
    const commandId = newCommandId();
    this.busy.value = name;
    this.fault.value = null;
    const outcome = await this.link.callSurely((hub) => send(hub, commandId));
    this.busy.value = null;
    this.fault.value = outcome.error;
    if (outcome.error === null && done !== undefined) {
      announce(done);
    }
    return outcome;
  }

  async offer(unitId: string): Promise<void> {
    const row = this.openRow.peek();
    if (row === null) {
      return;
    }
    await this.ask(
      `offer:${unitId}`,
      (hub, commandId) => hub.AssignByHand({ commandId, emergencyId: row.id, unitId, relievesAssignmentId: null, reason: null }),
      'The job has been offered.',
    );
  }

  async reserve(unitId: string): Promise<void> {
    const row = this.openRow.peek();
    if (row !== null) {
      await this.ask(
        `reserve:${unitId}`,
        (hub, commandId) => hub.Reserve({ commandId, emergencyId: row.id, unitId }),
        'The job is kept for the unit.',
      );
    }
  }

  async searchAgain(): Promise<void> {
    const row = this.openRow.peek();
    if (row !== null) {
      await this.ask('search', (hub, commandId) => hub.SearchAgain({ commandId, emergencyId: row.id }), 'Looking for a unit again.');
    }
  }

  async chooseHospital(emergencyId: string, assignmentId: string, code: string): Promise<Outcome<ChosenHospital>> {
    this.busy.value = `hospital:${code}`;
    this.fault.value = null;
    const outcome = await this.hospitals.choose(emergencyId, assignmentId, code);
    this.busy.value = null;
    this.fault.value = outcome.error;
    return outcome;
  }

  async enterRung(notice: HospitalNoticeView): Promise<void> {
    this.busy.value = `rung:${notice.id}`;
    const outcome = await this.hospitals.enterRung(notice);
    this.busy.value = null;
    if (outcome.error === null) {
      announce(outcome.value.text);
    } else {
      toast(outcome.error.text, 'warning');
    }
  }

  async acknowledge(alarmId: string): Promise<Fault | null> {
    const commandId = newCommandId();
    const outcome = await this.link.callSurely((hub) => hub.AcknowledgeAlarm({ commandId, alarmId }));
    if (outcome.error === null) {
      this.rows.putAlarm(outcome.value);
    } else {
      toast(outcome.error.text, 'warning');
    }
    return outcome.error;
  }

  async acknowledgeAll(alarms: readonly AlarmRow[]): Promise<void> {
    for (const alarm of alarms) {
      if ((await this.acknowledge(alarm.id)) !== null) return;
    }
  }

  /** One list at a time lies over the board. */
  openAlarms(open: boolean): void {
    this.alarmsOpen.value = open;
    if (open) this.silence.open.value = false;
  }

  openSilent(open: boolean): void {
    this.silence.open.value = open;
    if (open) this.alarmsOpen.value = false;
  }

  /** To the unit's row, whatever was filtered, with the focus on it. */
  showUnit(unitId: string): void {
    this.openSilent(false);
    this.open(null);
    this.filter.value = '';
    this.unitView.value = wholeBoard;
    this.tab.value = 'units';
    this.selectedUnitId.value = unitId;
    focusChosenUnit();
  }

  openFromAlarm(emergencyId: string): void {
    this.alarmsOpen.value = false;
    this.open(emergencyId);
  }

  /** @param tries the form's: what it sends twice is raised once, and what it corrects is raised anew. */
  async raise(raise: Omit<HelpRequest, 'commandId'>, tries: Tries): Promise<Fault | null> {
    const outcome = await tries.send('raise', (commandId) => this.link.callSurely((hub) => hub.RaiseForCaller({ ...raise, commandId })));
    if (outcome.error !== null) {
      return outcome.error;
    }
    this.rows.putEmergency(outcome.value);
    this.open(outcome.value.id);
    return null;
  }

  async refreshRecommendation(): Promise<void> {
    const row = this.openRow.peek();
    if (row === null || !isOpen(row.phase) || this.link.state.peek() !== 'live') {
      return;
    }
    const outcome = await this.link.call.Recommend(row.id);
    if (outcome.error === null && this.openId.peek() === row.id) {
      this.recommendation.value = outcome.value;
    }
  }

  readonly #overload = computed(() => this.rows.mode.value?.overload ?? null);
  readonly #tracks = computed(() => tracksOf(this.replay.value?.frame.value.path ?? this.incident.value?.track ?? []));
  #overloadSaid = false;

  /** Once, when it changes: a board that opens in the usual mode has nothing to say. */
  #sayMode(overload: boolean | null): void {
    const mode = this.rows.mode.peek();
    if (mode !== null && overload !== null && overload !== this.#overloadSaid) {
      this.#overloadSaid = overload;
      announce(modeWords(mode));
    }
  }

  #jobInHand(): { emergency: EmergencyRow; assignment: AssignmentRow } | null {
    const unit = this.selectedUnit.value;
    const emergency = unit === null ? this.openRow.value : (this.rows.emergencies.value.get(unit.emergencyId ?? '') ?? null);
    const live = emergency?.assignments.filter((row) => isLive(row.status) && (unit === null || row.unitId === unit.id)) ?? [];
    const assignment = live.find((row) => isJob(row.status)) ?? live[0];
    return emergency === null || assignment === undefined ? null : { emergency, assignment };
  }

  #shows(row: EmergencyRow): boolean {
    return (
      this.desks.sees(row.desk) &&
      matches(
        this.filter.value,
        row.number,
        row.complaintLabel,
        row.description,
        row.patientName,
        row.callbackNumber,
        `P${row.priority}`,
        row.phase,
        ...row.assignments.map((unit) => unit.callSign),
      )
    );
  }

  /** False when it did not come: the board is not live then, whatever the connection is. */
  async #takeSnapshot(): Promise<boolean> {
    this.rows.expectSnapshot();
    const outcome = await this.link.call.WatchBoard();
    if (outcome.error !== null) {
      this.boardFault.value = outcome.error;
      return false;
    }
    this.boardFault.value = null;
    observeServerTime(outcome.value.serverTime);
    this.rows.replace(outcome.value);
    this.desks.desks.value = outcome.value.desks;
    void this.desks.loadAreas();
    this.loaded.value = true;
    const id = this.openId.peek();
    if (id !== null) {
      void this.#readIncident(id);
    }
    return true;
  }

  #readOpen(id: string | null, _version: number): void {
    if (id !== null) {
      void this.#readIncident(id);
    }
  }

  async #readIncident(id: string): Promise<void> {
    const outcome = await this.link.call.Incident(id);
    if (this.openId.peek() !== id) {
      return;
    }
    if (outcome.error === null) {
      const known = this.incident.peek()?.emergency;
      // One that was asked for before a reconnect may answer after the one that followed.
      if (known?.id !== id || known.version <= outcome.value.emergency.version) this.incident.value = outcome.value;
      this.rows.putEmergency(outcome.value.emergency);
    } else if (outcome.error.reason === 'refused') {
      this.fault.value = outcome.error;
    }
    await this.refreshRecommendation();
  }
}

/** The questions a dispatcher asks come from the emergency hub, which is opened for that moment only. */
async function loadProtocol(): Promise<Outcome<ProtocolView>> {
  const link = new HubLink<EmergencyHub, EmergencyClient>(emergencyHubPath, stillSignedIn);
  link.start();
  const outcome = await link.callSurely((hub) => hub.Protocol(), AbortSignal.timeout(protocolPatienceMs));
  void link.stop();
  return outcome;
}
