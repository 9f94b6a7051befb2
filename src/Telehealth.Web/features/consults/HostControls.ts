import { type ReadonlySignal, signal } from '@preact/signals';
import type { ConsultCard, GuestLink, PatientTelephone } from '../../lib/contracts/consults';
import type { MediaSource, ParticipantRole, ReturnReason } from '../../lib/contracts/domain/consults';
import type { Done } from '../../lib/contracts/replies';
import { newCommandId, type Outcome } from '../../lib/realtime';
import type { ConsultLink } from './consultLink';

/** What the clinician alone may do in a consult: who comes in, who is heard and seen, and when it ends. */
export class HostControls {
  readonly #guestLinks = signal<readonly GuestLink[]>([]);

  /** @param see what the server answers about the consult. */
  constructor(
    private readonly link: ConsultLink,
    private readonly consultId: string,
    private readonly closing: AbortSignal,
    private readonly see: (card: ConsultCard) => void,
  ) {}

  get guestLinks(): ReadonlySignal<readonly GuestLink[]> {
    return this.#guestLinks;
  }

  async invite(name: string, role: ParticipantRole): Promise<Outcome<GuestLink>> {
    const { consultId } = this;
    const commandId = newCommandId();
    const outcome = await this.link.sendUntilAnswered((hub) => hub.InviteGuest({ commandId, consultId, name, role }), this.closing);
    if (outcome.error === null) this.putGuestLink(outcome.value);
    return outcome;
  }

  async revoke(linkId: string): Promise<Outcome<Done>> {
    const { consultId } = this;
    const commandId = newCommandId();
    const outcome = await this.link.sendUntilAnswered((hub) => hub.RevokeGuest({ commandId, consultId, linkId }), this.closing);
    if (outcome.error === null)
      this.#guestLinks.value = this.#guestLinks.peek().map((one) => (one.id === linkId ? { ...one, revoked: true } : one));
    return outcome;
  }

  lock(locked: boolean): Promise<Outcome<ConsultCard>> {
    const { consultId } = this;
    const commandId = newCommandId();
    return this.#seen(this.link.sendUntilAnswered((hub) => hub.Lock({ commandId, consultId, locked }), this.closing));
  }

  /** Holds a participant's track back from everybody, or lets it through again. */
  mute(participantId: string, source: MediaSource, muted: boolean): Promise<Outcome<Done>> {
    const { consultId } = this;
    const commandId = newCommandId();
    return this.link.sendUntilAnswered((hub) => hub.MuteParticipant({ commandId, consultId, participantId, source, muted }), this.closing);
  }

  /** A guest is out and does not come back. */
  remove(participantId: string): Promise<Outcome<Done>> {
    const { consultId } = this;
    const commandId = newCommandId();
    return this.link.sendUntilAnswered((hub) => hub.RemoveParticipant({ commandId, consultId, participantId }), this.closing);
  }

  /** The patient waits again, for whoever has time; nobody stays in the room. */
  returnPatient(reason: ReturnReason | null): Promise<Outcome<ConsultCard>> {
    const { consultId } = this;
    const commandId = newCommandId();
    return this.#seen(this.link.sendUntilAnswered((hub) => hub.ReturnToWaitingRoom({ commandId, consultId, reason }), this.closing));
  }

  /** The patient's telephone number, as the account keeps it. */
  askNumber(): Promise<Outcome<PatientTelephone>> {
    return this.link.sendUntilAnswered((hub) => hub.TelephoneOfPatient(this.consultId), this.closing);
  }

  end(): Promise<Outcome<ConsultCard>> {
    const { consultId } = this;
    const commandId = newCommandId();
    return this.#seen(this.link.sendUntilAnswered((hub) => hub.End({ commandId, consultId }), this.closing));
  }

  /** A fresh snapshot. A link's address is told once; what this page already knows must not be lost to it. */
  takeGuestLinks(links: readonly GuestLink[]): void {
    const known = new Map(this.#guestLinks.peek().map((one) => [one.id, one.url]));
    this.#guestLinks.value = links.map((one) => ({ ...one, url: one.url ?? known.get(one.id) ?? null }));
  }

  putGuestLink(link: GuestLink): void {
    const links = this.#guestLinks.peek();
    const known = links.find((one) => one.id === link.id);
    const merged = { ...link, url: link.url ?? known?.url ?? null };
    this.#guestLinks.value = known ? links.map((one) => (one.id === link.id ? merged : one)) : [...links, merged];
  }

  async #seen(asked: Promise<Outcome<ConsultCard>>): Promise<Outcome<ConsultCard>> {
    const outcome = await asked;
    if (outcome.error === null) this.see(outcome.value);
    return outcome;
  }
}
