import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import type { ConsultCard, ConsultClient, ConsultHub, ConsultView, GuestLink, ParticipantRole, ParticipantView } from '../contracts';
import { type Fault, type HubLink, newCommandId, observeServerTime, type Outcome, serverTimeNow } from '../realtime';
import { type ChatLine, lastSequence, mergeChat } from './chat';
import { ConsultMedia } from './media/ConsultMedia';
import type { LocalMedia } from './media/LocalMedia';

export type ConsultLink = HubLink<ConsultHub, ConsultClient>;

/** One consult as this participant sees it: who is here, what was said, what flows. */
export class ConsultRoom {
  readonly media: ConsultMedia;
  readonly #card = signal<ConsultCard | null>(null);
  readonly #you = signal<string | null>(null);
  readonly #participants = signal<ReadonlyMap<string, ParticipantView>>(new Map());
  readonly #chat = signal<readonly ChatLine[]>([]);
  readonly #guestLinks = signal<readonly GuestLink[]>([]);
  readonly #fault = signal<Fault | null>(null);
  readonly #inside = signal(false);
  readonly #closing = new AbortController();
  readonly #undo: (() => void)[] = [];

  /** Those with a seat, without oneself; who left is not among them. */
  readonly others: ReadonlySignal<readonly ParticipantView[]> = computed(() =>
    [...this.#participants.value.values()].filter((one) => one.id !== this.#you.value && one.presence !== 'away').sort((one, other) => one.name.localeCompare(other.name)),
  );

  constructor(
    readonly link: ConsultLink,
    readonly consultId: string,
    readonly local: LocalMedia,
  ) {
    this.media = new ConsultMedia(
      {
        negotiate: (sdp, sources) => link.call.Negotiate({ consultId, sdp, sources }),
        candidate: (text) => void link.call.Candidate(consultId, text),
      },
      local,
    );
    this.#listen();
  }

  get card(): ReadonlySignal<ConsultCard | null> {
    return this.#card;
  }

  get you(): ReadonlySignal<string | null> {
    return this.#you;
  }

  get chat(): ReadonlySignal<readonly ChatLine[]> {
    return this.#chat;
  }

  get guestLinks(): ReadonlySignal<readonly GuestLink[]> {
    return this.#guestLinks;
  }

  /** Why the seat could not be taken; null while all is well. */
  get fault(): ReadonlySignal<Fault | null> {
    return this.#fault;
  }

  get inside(): ReadonlySignal<boolean> {
    return this.#inside;
  }

  async say(text: string): Promise<void> {
    const commandId = newCommandId();
    const line: ChatLine = { commandId, sequence: null, from: this.#you.peek() ?? '', fromName: '', text, at: new Date(serverTimeNow()).toISOString(), state: 'sending' };
    this.#chat.value = [...this.#chat.peek(), line];
    await this.#send(line);
  }

  async sayAgain(line: ChatLine): Promise<void> {
    const again: ChatLine = { ...line, state: 'sending' };
    this.#chat.value = this.#chat.peek().map((one) => (one.commandId === line.commandId ? again : one));
    await this.#send(again);
  }

  invite(name: string, role: ParticipantRole): Promise<Outcome<GuestLink>> {
    const commandId = newCommandId();
    return this.link.callSurely((hub) => hub.InviteGuest({ commandId, consultId: this.consultId, name, role }), this.#closing.signal).then((outcome) => {
      if (outcome.error === null) this.#putGuestLink(outcome.value);
      return outcome;
    });
  }

  async revoke(linkId: string): Promise<Outcome<unknown>> {
    const commandId = newCommandId();
    const outcome = await this.link.callSurely((hub) => hub.RevokeGuest({ commandId, consultId: this.consultId, linkId }), this.#closing.signal);
    if (outcome.error === null) this.#guestLinks.value = this.#guestLinks.peek().map((one) => (one.id === linkId ? { ...one, revoked: true } : one));
    return outcome;
  }

  async end(): Promise<Outcome<ConsultCard>> {
    const commandId = newCommandId();
    const outcome = await this.link.callSurely((hub) => hub.End({ commandId, consultId: this.consultId }), this.#closing.signal);
    if (outcome.error === null) this.#see(outcome.value);
    return outcome;
  }

  /** Gives up the seat; the devices stop whatever the network says. */
  leave(): void {
    void this.link.call.Leave(this.consultId);
    this.close();
  }

  close(): void {
    this.#closing.abort();
    for (const undo of this.#undo.splice(0)) undo();
    this.media.close();
    this.#inside.value = false;
  }

  #listen(): void {
    const mine = (consultId: string): boolean => consultId === this.consultId;
    this.#undo.push(
      this.link.on('ConsultChanged', (card) => mine(card.id) && this.#changed(card)),
      this.link.on('PresenceChanged', (consultId, participant) => mine(consultId) && this.#putParticipant(participant)),
      this.link.on('MessageSaid', (consultId, message) => {
        if (mine(consultId)) this.#chat.value = mergeChat(this.#chat.peek(), [message]);
      }),
      this.link.on('GuestLinkChanged', (consultId, guestLink) => mine(consultId) && this.#putGuestLink(guestLink)),
      this.link.on('MediaChanged', (consultId, audio, video) => mine(consultId) && this.media.hold(audio, video)),
      this.link.on('MediaLost', (consultId) => mine(consultId) && this.media.lost()),
      this.link.onLive(() => this.#enter()),
      effect(() => {
        const shown = this.local.shown.value;
        if (this.#inside.value) void this.link.call.ShowMedia(this.consultId, shown);
      }),
    );
  }

  async #enter(): Promise<void> {
    const outcome = await this.link.call.Enter(this.consultId, lastSequence(this.#chat.peek()));
    if (this.#closing.signal.aborted) return;
    if (outcome.error === null) return this.#entered(outcome.value);
    // A line that broke again brings the next attempt with it.
    if (outcome.error.reason === 'refused') this.#fault.value = outcome.error;
  }

  #entered(view: ConsultView): void {
    observeServerTime(view.serverTime);
    this.#fault.value = null;
    this.#you.value = view.you;
    this.#participants.value = new Map(view.participants.map((one) => [one.id, one]));
    this.#chat.value = mergeChat(this.#chat.peek(), view.messages);
    // A link's address is told once; what this page already knows must not be lost to a fresh snapshot.
    const known = new Map(this.#guestLinks.peek().map((one) => [one.id, one.url]));
    this.#guestLinks.value = view.guestLinks.map((one) => ({ ...one, url: one.url ?? known.get(one.id) ?? null }));
    this.#see(view.consult);
    if (view.consult.phase !== 'inProgress') return;
    // After an outage the server has forgotten what was shown, so it is told again.
    if (this.#inside.peek()) void this.link.call.ShowMedia(this.consultId, this.local.shown.peek());
    this.#inside.value = true;
    this.media.open(view.iceServers);
  }

  #see(card: ConsultCard): void {
    const before = this.#card.peek();
    if (before && card.version < before.version) return;
    this.#card.value = card;
    if (card.phase === 'ended' || card.phase === 'cancelled') {
      this.media.close();
      this.#inside.value = false;
    }
  }

  // Who waits in front of the door goes in when it opens.
  #changed(card: ConsultCard): void {
    this.#see(card);
    if (card.phase === 'inProgress' && !this.#inside.peek()) void this.#enter();
  }

  #putParticipant(participant: ParticipantView): void {
    this.#participants.value = new Map(this.#participants.peek()).set(participant.id, participant);
  }

  #putGuestLink(link: GuestLink): void {
    const links = this.#guestLinks.peek();
    const known = links.find((one) => one.id === link.id);
    const merged = { ...link, url: link.url ?? known?.url ?? null };
    this.#guestLinks.value = known ? links.map((one) => (one.id === link.id ? merged : one)) : [...links, merged];
  }

  async #send(line: ChatLine): Promise<void> {
    const { commandId, text } = line;
    const outcome = await this.link.callSurely((hub) => hub.Say({ commandId, consultId: this.consultId, text }), this.#closing.signal);
    if (outcome.error === null) this.#chat.value = mergeChat(this.#chat.peek(), [outcome.value]);
    else if (outcome.error.reason === 'refused') {
      const problem = outcome.error.text;
      this.#chat.value = this.#chat.peek().map((one) => (one.commandId === commandId ? { ...one, state: 'failed', problem } : one));
    }
  }
}
