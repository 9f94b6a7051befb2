import { computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { UnitRow } from '../../lib/contracts/units';
import type { CommandLink } from '../emergencies/commandSender';
import { type Fault, newCommandId } from '../../lib/realtime/outcome';
import { toast } from '../../lib/ui/Announcer';
import { isAcknowledged, silentAlarms, spokenSilence, type SilentUnit } from './silence';

/** Those that fall silent together, as when a region loses its network, are read out together. */
const gatherMs = 1_500;

/** The alarms about crews without a job of which nothing is heard: the rows of their units, and what can be said of them. */
export class SilentUnits {
  readonly all = computed<readonly SilentUnit[]>(() => silentAlarms(this.roster.value));
  readonly pending = computed<readonly SilentUnit[]>(() => this.all.value.filter((unit) => !isAcknowledged(unit)));
  readonly open = signal(false);
  readonly spoken = signal('');
  readonly #said = new Set<string>();

  constructor(
    private readonly roster: ReadonlySignal<readonly UnitRow[]>,
    private readonly link: CommandLink,
    private readonly put: (unit: UnitRow) => void,
  ) {}

  /** Call the answer to stop. */
  start(): () => void {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stops = [
      effect(() => {
        if (this.all.value.length === 0) this.open.value = false;
      }),
      effect(() => {
        if (timer !== undefined || !this.pending.value.some((unit) => !this.#said.has(unit.silence.alarmId))) return;
        // Not put off by what comes meanwhile: rows change all the time where much is going on.
        timer = setTimeout(() => {
          timer = undefined;
          this.#speak();
        }, gatherMs);
      }),
      () => clearTimeout(timer),
    ];
    return () => stops.forEach((stop) => stop());
  }

  async acknowledge(unit: SilentUnit): Promise<Fault | null> {
    const commandId = newCommandId();
    const outcome = await this.link.sendUntilAnswered((hub) =>
      hub.AcknowledgeSilence({ commandId, unitId: unit.id, alarmId: unit.silence.alarmId }),
    );
    if (outcome.error === null) this.put(outcome.value);
    else toast(outcome.error.text, 'warning');
    return outcome.error;
  }

  async acknowledgeAll(): Promise<void> {
    for (const unit of this.pending.peek()) {
      const fault = await this.acknowledge(unit);
      // One that is over meanwhile holds up none of the others; a line that is gone does.
      if (fault !== null && fault.reason !== 'refused') return;
    }
  }

  #speak(): void {
    const unsaid = this.pending.peek().filter((unit) => !this.#said.has(unit.silence.alarmId));
    if (unsaid.length === 0) return;
    unsaid.forEach((unit) => this.#said.add(unit.silence.alarmId));
    this.spoken.value = spokenSilence(unsaid);
  }
}

/** On a phone the tab has to be drawn before something in it can take the focus. */
export function focusChosenUnit(): void {
  requestAnimationFrame(() => {
    const row = document.querySelector<HTMLElement>('[data-testid="unit-row"][aria-pressed="true"]');
    row?.focus();
    row?.scrollIntoView({ block: 'nearest' });
  });
}
