import { computed, effect, signal } from '@preact/signals';
import { stillSignedIn } from '../../lib/access';
import {
  dispatchHubPath, emergencyHubPath,
  type DispatchClient, type DispatchHub, type EmergencyClient, type EmergencyHub, type EmergencyRow, type IncidentView, type HelpRequest, type Recommendation, type ProtocolView,
} from '../../lib/contracts';
import { hasUnit, isOpen } from '../../lib/incidents/words';
import type { MapSelection } from '../../lib/map';
import { HubLink, newCommandId, observeServerTime, type Fault, type HubCalls, type Outcome } from '../../lib/realtime';
import { announce, toast } from '../../lib/ui';
import { AlarmSound } from '../../lib/incidents/alarmSound';
import { BoardRows } from './board';
import { matches } from './queue';

export type OpenDialog =
  | { kind: 'raise' }
  | { kind: 'keys' }
  | { kind: 'priority' | 'cancel'; emergency: EmergencyRow }
  | { kind: 'reassign'; emergency: EmergencyRow; unitId: string | null };

export type Tab = 'queue' | 'map' | 'units';

const protocolPatienceMs = 15_000;

/** Travel times grow old while the units drive. */
const recommendEveryMs = 15_000;

/** The state of one console: what the server said, what is selected, and what can be asked of the server. */
export class DispatchConsole {
  readonly link = new HubLink<DispatchHub, DispatchClient>(dispatchHubPath, stillSignedIn);
  readonly rows = new BoardRows();
  readonly sound = new AlarmSound();

  readonly openId = signal<string | null>(null);
  readonly selectedUnitId = signal<string | null>(null);
  readonly filter = signal('');
  readonly tab = signal<Tab>('queue');
  readonly dialog = signal<OpenDialog | null>(null);
  readonly incident = signal<IncidentView | null>(null);
  readonly recommendation = signal<Recommendation | null>(null);
  readonly fault = signal<Fault | null>(null);
  readonly busy = signal<string | null>(null);
  readonly loaded = signal(false);
  /** Fetched before anybody calls: a caller must not wait for it. */
  readonly protocol = signal<Outcome<ProtocolView> | null>(null);

  readonly openRow = computed(() => {
    const id = this.openId.value;
    return id === null ? null : this.rows.emergencies.value.get(id) ?? null;
  });
  readonly queue = computed(() => this.rows.queue.value.filter((row) => this.#shows(row)));
  readonly ended = computed(() => this.rows.ended.value.filter((row) => this.#shows(row)));
  readonly units = computed(() => this.rows.roster.value.filter((unit) => matches(this.filter.value, unit.callSign, unit.status, ...unit.crewNames, ...unit.skills)));
  readonly track = computed(() => this.incident.value?.track ?? []);
  readonly selection = computed<MapSelection>(() => {
    if (this.selectedUnitId.value !== null) {
      return { kind: 'unit', id: this.selectedUnitId.value };
    }
    return this.openId.value === null ? null : { kind: 'emergency', id: this.openId.value };
  });

  /** Subscribes and keeps what is open fresh; call the answer to stop. */
  start(): () => void {
    const { link, rows } = this;
    const stops = [
      link.on('EmergencyChanged', (row) => rows.putEmergency(row)),
      link.on('UnitChanged', (row) => rows.putUnit(row)),
      link.on('UnitsMoved', (fixes) => rows.move(fixes)),
      link.on('AlarmChanged', (row) => rows.putAlarm(row)),
      link.onLive(() => this.#takeSnapshot()),
      effect(() => this.#readOpen(this.openId.value, this.openRow.value?.version ?? 0)),
      effect(() => this.sound.sound(this.#pendingCount.value > 0)),
    ];
    const timer = setInterval(() => void this.refreshRecommendation(), recommendEveryMs);
    link.start();
    void this.fetchProtocol();
    return () => {
      clearInterval(timer);
      stops.forEach((stop) => stop());
      this.sound.sound(false);
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
    }
    this.selectedUnitId.value = null;
    this.openId.value = id;
  }

  /** Sends a command about the open incident; what is refused is said beside it, never in a passing word. */
  async ask<T>(name: string, send: (hub: HubCalls<DispatchHub>, commandId: string) => Promise<Outcome<T>>, done?: string): Promise<Outcome<T>> {
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
    if (hasUnit(row)) {
      this.dialog.value = { kind: 'reassign', emergency: row, unitId };
      return;
    }
    await this.ask(`offer:${unitId}`, (hub, commandId) => hub.AssignByHand({ commandId, emergencyId: row.id, unitId, relievesAssignmentId: null, reason: null }), 'The job has been offered.');
  }

  async searchAgain(): Promise<void> {
    const row = this.openRow.peek();
    if (row !== null) {
      await this.ask('search', (hub, commandId) => hub.SearchAgain({ commandId, emergencyId: row.id }), 'Looking for a unit again.');
    }
  }

  async acknowledge(alarmId: string): Promise<void> {
    const commandId = newCommandId();
    const outcome = await this.link.callSurely((hub) => hub.AcknowledgeAlarm({ commandId, alarmId }));
    if (outcome.error === null) {
      this.rows.putAlarm(outcome.value);
    } else {
      toast(outcome.error.text, 'warning');
    }
  }

  async raise(raise: Omit<HelpRequest, 'commandId'>, commandId: string): Promise<Fault | null> {
    const outcome = await this.link.callSurely((hub) => hub.RaiseForCaller({ ...raise, commandId }));
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

  readonly #pendingCount = computed(() => this.rows.pending.value.length);

  #shows(row: EmergencyRow): boolean {
    return matches(this.filter.value, row.number, row.complaintLabel, row.description, row.patientName, row.callbackNumber, `P${row.priority}`, row.assignment?.callSign ?? null, row.phase);
  }

  async #takeSnapshot(): Promise<void> {
    this.rows.expectSnapshot();
    const outcome = await this.link.call.WatchBoard();
    if (outcome.error !== null) {
      this.fault.value = outcome.error;
      return;
    }
    observeServerTime(outcome.value.serverTime);
    this.rows.replace(outcome.value);
    this.loaded.value = true;
    const id = this.openId.peek();
    if (id !== null) {
      void this.#readIncident(id);
    }
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
      this.incident.value = outcome.value;
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
