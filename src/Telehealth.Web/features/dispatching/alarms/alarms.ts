import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { AlarmRow, EmergencyRow } from '../../../lib/contracts/dispatching';
import { AlarmBell } from '../../../lib/alarms/alarmBell';
import type { CommandLink } from '../../emergencies/commandSender';
import { type Fault, newCommandId } from '../../../lib/realtime/outcome';
import { toast } from '../../../lib/ui/Announcer';
import type { DeskChoice } from '../../areas/deskChoice';
import type { SilentUnits } from '../../units/silentUnits';
import { groupAlarms } from './alarmGroups';

/** The board's rows of alarms, and of the emergencies that they are about. */
export interface AlarmRows {
  /** Those that nobody has acknowledged, oldest first. */
  readonly pending: ReadonlySignal<readonly AlarmRow[]>;
  readonly emergencies: ReadonlySignal<ReadonlyMap<string, EmergencyRow>>;
  putAlarm(row: AlarmRow): void;
}

/** What rings, which list of it lies over the board, and the way to say that somebody has seen it. */
export class Alarms {
  readonly pending: ReadonlySignal<readonly AlarmRow[]>;
  readonly groups = computed(() => groupAlarms(this.pending.value, this.rows.emergencies.value));
  readonly listOpen = signal(false);
  readonly bell: AlarmBell;

  constructor(
    private readonly rows: AlarmRows,
    desks: Pick<DeskChoice, 'heard'>,
    private readonly silent: Pick<SilentUnits, 'pending' | 'open'>,
    private readonly link: CommandLink,
  ) {
    this.pending = rows.pending;
    const heard = desks.heard(rows.pending, (alarm) => this.#deskOf(alarm));
    // A silent crew is everybody's: whoever can reach it by radio.
    this.bell = new AlarmBell(computed(() => [...heard.value, ...silent.pending.value.map((unit) => ({ id: unit.silence.alarmId }))]));
  }

  /** Call the answer to stop. */
  start(): () => void {
    const stops = [
      effect(() => {
        if (this.pending.value.length === 0) this.listOpen.value = false;
      }),
      this.bell.start(),
    ];
    return () => stops.forEach((stop) => stop());
  }

  async acknowledge(alarmId: string): Promise<Fault | null> {
    const commandId = newCommandId();
    const outcome = await this.link.sendUntilAnswered((hub) => hub.AcknowledgeAlarm({ commandId, alarmId }));
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
  openList(open: boolean): void {
    this.listOpen.value = open;
    if (open) this.silent.open.value = false;
  }

  openSilentList(open: boolean): void {
    this.silent.open.value = open;
    if (open) this.listOpen.value = false;
  }

  /** Null when it is everybody's, also when this console does not know its emergency. */
  #deskOf(alarm: AlarmRow): string | null {
    return this.rows.emergencies.value.get(alarm.emergencyId ?? '')?.desk ?? null;
  }
}
