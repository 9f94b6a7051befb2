import { signal } from '@preact/signals';
import type { DispatchClient, DispatchHub, ServiceNotice } from '../../../lib/contracts/dispatching';
import type { HubLink } from '../../../lib/realtime/HubLink';
import type { Fault } from '../../../lib/realtime/outcome';
import { observeServerTime, serverTimeNow } from '../../../lib/time/clock';
import type { DeskChoice } from '../../areas/deskChoice';
import type { BoardRows } from './boardRows';

/** What is no longer on the board is looked for so often. */
const forgetEveryMs = 15_000;

/** Brings the board from the server: the whole of it after every connection, and then what changes. */
export class BoardFeed {
  readonly loaded = signal(false);
  /** Why the board did not come. */
  readonly fault = signal<Fault | null>(null);
  /** What is wrong with the service itself; empty while nothing is. */
  readonly notices = signal<readonly ServiceNotice[]>([]);

  constructor(
    private readonly link: Pick<HubLink<DispatchHub, DispatchClient>, 'on' | 'onLive' | 'call'>,
    private readonly rows: BoardRows,
    private readonly desks: Pick<DeskChoice, 'desks' | 'loadAreas'>,
    /** What else is read anew with the board. */
    private readonly onBoard: () => void,
  ) {}

  /** Call the answer to stop. */
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
        this.notices.value = notices;
      }),
      link.onLive(() => this.#takeSnapshot()),
    ];
    const timer = setInterval(() => rows.forgetWhatLeft(serverTimeNow()), forgetEveryMs);
    return () => {
      clearInterval(timer);
      stops.forEach((stop) => stop());
    };
  }

  /** False when it did not come: the board is not live then, whatever the connection is. */
  async #takeSnapshot(): Promise<boolean> {
    this.rows.expectSnapshot();
    const outcome = await this.link.call.WatchBoard();
    this.fault.value = outcome.error;
    if (outcome.error !== null) {
      return false;
    }
    observeServerTime(outcome.value.serverTime);
    this.rows.replace(outcome.value);
    this.desks.desks.value = outcome.value.desks;
    void this.desks.loadAreas();
    this.loaded.value = true;
    this.onBoard();
    return true;
  }
}
