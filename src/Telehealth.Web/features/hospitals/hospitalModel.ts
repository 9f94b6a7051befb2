import { computed, effect, type ReadonlySignal } from '@preact/signals';
import { http } from '../../lib/access/http';
import type { HttpCommands } from '../../lib/access/httpCommands';
import type { IncidentView } from '../../lib/contracts/dispatching';
import type { ChosenHospital, HospitalNoticeView, HospitalRow, HospitalStatusChange } from '../../lib/contracts/hospitals';
import { Polled, pollEveryMs } from '../../lib/polling/polled';
import type { Outcome } from '../../lib/realtime/outcome';

/** For the command line, which names hospitals while no list of them is open. */
const listEveryMs = 60_000;

/** What is to be said is entered a moment after a hospital was chosen, so it is looked for once more. */
const noticeAfterMs = 2_000;

/** Which hospitals there are, and what those of the open incident were told. */
export class HospitalModel {
  readonly list = new Polled<HospitalRow[]>(() => http.get('/api/hospitals'));
  /** Of the incident on the screen, also when it is over; empty while no crew of it has a hospital. */
  readonly told = new Polled<HospitalNoticeView[]>(() => http.get(`/api/emergencies/${this.#toldOf ?? ''}/hospital-notices`));
  #toldOf: string | null = null;

  readonly #chosen = computed(() => {
    const incident = this.incident.value;
    if (incident === null) {
      return null;
    }
    const chosen = incident.assignments.filter((unit) => unit.hospitalName !== null);
    return chosen.length === 0
      ? null
      : [incident.emergency.id, ...chosen.map((unit) => `${unit.id} ${unit.status} ${unit.hospitalName ?? ''}`)].join('\n');
  });

  constructor(
    private readonly incident: ReadonlySignal<IncidentView | null>,
    private readonly commands: HttpCommands,
  ) {}

  /** Call the answer to stop. */
  start(): () => void {
    const stops = [this.list.watch(listEveryMs), effect(() => this.#follow(this.#chosen.value))];
    return () => stops.forEach((stop) => stop());
  }

  telephoneOf(code: string): string | null {
    return this.list.value.value?.find((row) => row.code === code)?.telephone ?? null;
  }

  choose(emergencyId: string, assignmentId: string, hospitalCode: string): Promise<Outcome<ChosenHospital>> {
    return this.commands.send(`/api/emergencies/${emergencyId}/hospital`, { assignmentId, hospitalCode });
  }

  /** For all consoles: nobody has to ring there again. */
  async enterRung(notice: HospitalNoticeView): Promise<Outcome<HospitalNoticeView>> {
    const outcome = await this.commands.send<HospitalNoticeView>(`/api/emergencies/${this.#toldOf ?? ''}/hospital-call`, {
      noticeId: notice.id,
    });
    if (outcome.error === null) {
      const now = outcome.value;
      this.told.change((notices) => notices.map((one) => (one.id === now.id ? now : one)));
    }
    void this.told.read();
    return outcome;
  }

  async changeStatus(code: string, change: HospitalStatusChange): Promise<Outcome<HospitalRow>> {
    const outcome = await http.put<HospitalRow>(`/api/hospitals/${encodeURIComponent(code)}/status`, change);
    if (outcome.error === null) {
      const now = outcome.value;
      this.list.change((rows) => rows.map((row) => (row.code === now.code ? now : row)));
    }
    void this.list.read();
    return outcome;
  }

  #follow(chosen: string | null): (() => void) | undefined {
    const id = chosen?.split('\n')[0] ?? null;
    if (id !== this.#toldOf) {
      this.told.clear();
      this.#toldOf = id;
    }
    if (id === null) {
      return undefined;
    }
    const stop = this.told.watch(pollEveryMs);
    const soon = setTimeout(() => void this.told.read(), noticeAfterMs);
    return () => {
      stop();
      clearTimeout(soon);
    };
  }
}
