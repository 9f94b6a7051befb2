import { computed, effect, type ReadonlySignal, signal } from '@preact/signals';
import { consultElsewhereCode, consultRoomAwayCode } from '../../lib/contracts/codes';
import type { ConsultCard, ConsultView, MediaState, ParticipantView, QualityView } from '../../lib/contracts/consults';
import { type Fault, ToldSince } from '../../lib/realtime';
import { observeServerTime } from '../../lib/time';
import { toast } from '../../lib/ui';
import type { ConsultLink } from './consultLink';
import { ConsultChat } from './ConsultChat';
import { ConsultMedia } from './media/ConsultMedia';
import type { LocalMedia } from './media/LocalMedia';
import { OnScreen } from './OnScreen';
import { QualityWatch } from './quality/QualityWatch';
import { HostControls } from './HostControls';
import { Knock } from './Knock';

const nothingMuted: MediaState = { microphone: false, camera: false, screen: false, interrupted: false };

/** One consult as this participant sees it: who is here, what was said, what flows. */
export class ConsultRoom {
  readonly media: ConsultMedia;
  readonly host: HostControls;
  readonly chat: ConsultChat;
  readonly onScreen: OnScreen;
  readonly quality: QualityWatch;
  readonly #card = signal<ConsultCard | null>(null);
  readonly #you = signal<string | null>(null);
  readonly #participants = signal<ReadonlyMap<string, ParticipantView>>(new Map());
  readonly #speaker = signal<string | null>(null);
  readonly #interpreter = signal<string | null>(null);
  readonly #fault = signal<Fault | null>(null);
  readonly #inside = signal(false);
  readonly #elsewhere = signal(false);
  readonly #closing = new AbortController();
  readonly #undo: (() => void)[] = [];
  // Of the participants, who speaks, the links and the guests: none of them has a version.
  readonly #told = new ToldSince();
  // As the server named it last: this page's time in the seat.
  #sitting: string | null = null;
  // The last line before the outage, until the seat is taken again: what is heard meanwhile may come behind a gap.
  #lastWhole: number | null = null;
  readonly #knock = new Knock(() => void this.#enter());

  /** Those with a seat, without oneself; who left is not among them. */
  readonly others: ReadonlySignal<readonly ParticipantView[]> = computed(() =>
    [...this.#participants.value.values()]
      .filter((one) => one.id !== this.#you.value && one.presence !== 'away')
      .sort((one, other) => one.name.localeCompare(other.name)),
  );

  /** Everybody else who is or was here, as far as it is known. */
  readonly known: ReadonlySignal<readonly ParticipantView[]> = computed(() =>
    [...this.#participants.value.values()].filter((one) => one.id !== this.#you.value),
  );

  readonly #self: ReadonlySignal<ParticipantView | null> = computed(() => this.#participants.value.get(this.#you.value ?? '') ?? null);

  /** What the clinician holds back of this participant's own tracks. */
  readonly mutedByClinician: ReadonlySignal<MediaState> = computed(() => this.#self.value?.mutedByClinician ?? nothingMuted);

  /** An observer watches and listens, and everybody knows. */
  readonly observes: ReadonlySignal<boolean> = computed(() => this.#self.value?.role === 'observer');

  /** Those of whom one may hear one alone, while they are here. */
  readonly interpreters: ReadonlySignal<readonly ParticipantView[]> = computed(() =>
    this.others.value.filter((one) => one.role === 'interpreter'),
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
    this.host = new HostControls(link, consultId, this.#closing.signal, (card) => this.#see(card));
    this.chat = new ConsultChat(link, consultId, this.#you, this.#closing.signal);
    this.onScreen = new OnScreen((tracks) => this.#inside.peek() && void link.call.Watch(consultId, tracks));
    this.quality = new QualityWatch(this.media, (sample) => this.#inside.peek() && void link.call.ReportQuality(consultId, sample));
    this.#listen();
  }

  get card(): ReadonlySignal<ConsultCard | null> {
    return this.#card;
  }

  get you(): ReadonlySignal<string | null> {
    return this.#you;
  }

  /** Whose voice leads now, by the relay's judgement. */
  get speaker(): ReadonlySignal<string | null> {
    return this.#speaker;
  }

  /** The interpreter who is heard instead of the floor; null while everybody is. */
  get interpreter(): ReadonlySignal<string | null> {
    return this.#interpreter;
  }

  get self(): ReadonlySignal<ParticipantView | null> {
    return this.#self;
  }

  /** Why the seat could not be taken; null while all is well. */
  get fault(): ReadonlySignal<Fault | null> {
    return this.#fault;
  }

  get inside(): ReadonlySignal<boolean> {
    return this.#inside;
  }

  /** The same person has opened the consult on another device or tab, where audio and video are now. */
  get elsewhere(): ReadonlySignal<boolean> {
    return this.#elsewhere;
  }

  /** Goes on here; the other page is told. */
  async takeBack(): Promise<void> {
    this.#elsewhere.value = false;
    this.#sitting = null;
    this.local.resume();
    await this.#enter();
  }

  /** Hears this interpreter instead of the floor; null for everybody again. */
  async listenTo(interpreterId: string | null): Promise<void> {
    const before = this.#interpreter.peek();
    this.#interpreter.value = interpreterId;
    const outcome = await this.link.sendUntilAnswered((hub) => hub.ListenTo(this.consultId, interpreterId), this.#closing.signal);
    if (outcome.error === null || this.#interpreter.peek() !== interpreterId) return;
    this.#interpreter.value = before;
    toast(outcome.error.text, 'warning');
  }

  /** Gives up the seat; the devices stop whatever the network says. */
  leave(): void {
    void this.link.call.Leave(this.consultId);
    this.close();
  }

  close(): void {
    this.#closing.abort();
    for (const undo of this.#undo.splice(0)) undo();
    this.#knock.stop();
    this.chat.close();
    this.quality.close();
    this.onScreen.close();
    this.media.close();
    this.#inside.value = false;
  }

  #listen(): void {
    const mine = (consultId: string): boolean => consultId === this.consultId;
    this.#undo.push(
      this.link.on('ConsultChanged', (card) => mine(card.id) && this.#changed(card)),
      this.link.on('PresenceChanged', (consultId, participant) => mine(consultId) && this.#hear(() => this.#putParticipant(participant))),
      ...this.chat.listen(),
      this.link.on('GuestLinkChanged', (consultId, guestLink) => mine(consultId) && this.#hear(() => this.host.putGuestLink(guestLink))),
      this.link.on('MediaChanged', (consultId, audio, video) => mine(consultId) && this.media.hold(audio, video)),
      this.link.on('SeatTaken', (consultId) => mine(consultId) && this.#taken()),
      this.link.on('RoomMoved', (consultId) => mine(consultId) && void this.#enter()),
      this.link.on('MediaLost', (consultId) => mine(consultId) && this.media.lost()),
      this.link.on('SpeakerChanged', (consultId, participantId) => mine(consultId) && this.#hear(() => this.#putSpeaker(participantId))),
      this.link.on('QualityChanged', (consultId, view) => mine(consultId) && this.#hear(() => this.#putQuality(view))),
      this.link.on('LayersWanted', (consultId, source, layers) => mine(consultId) && this.media.want(source, layers)),
      this.link.onLive(() => this.#enter()),
      // A relay that has made a new connection for this seat may not know any more what is on the screen.
      effect(() => {
        if (this.media.path.value === 'connected') this.onScreen.tellAgain();
      }),
      effect(() => {
        const shown = this.local.shown.value;
        if (this.#inside.value) void this.link.call.ShowMedia(this.consultId, shown);
      }),
    );
  }

  #hear(change: () => void): void {
    this.#told.tell(change);
  }

  #enter(): Promise<void> {
    return this.#told.whileAwaited(() => this.#askIn());
  }

  async #askIn(): Promise<void> {
    // Only a hand takes the consult from where it was opened last.
    if (this.#elsewhere.peek()) return;
    const { consultId } = this;
    const sitting = this.#sitting;
    const afterMessage = this.#lastWhole ?? this.chat.last;
    this.#lastWhole = afterMessage;
    const outcome = await (sitting === null
      ? this.link.call.Enter(consultId, afterMessage)
      : this.link.call.EnterAgain({ consultId, afterMessage, sitting }));
    if (this.#closing.signal.aborted) return;
    this.#knock.answered(outcome.error);
    if (outcome.error === null) return this.#entered(outcome.value);
    if (outcome.error.code === consultElsewhereCode) return this.#taken();
    // The room is being brought back, and the seat is kept.
    if (outcome.error.code === consultRoomAwayCode) return;
    // A line that broke again brings the next attempt with it.
    if (outcome.error.reason === 'refused') this.#fault.value = outcome.error;
  }

  #taken(): void {
    this.#elsewhere.value = true;
    this.#inside.value = false;
    this.media.close();
    this.local.pause();
  }

  #entered(view: ConsultView): void {
    observeServerTime(view.serverTime);
    this.#fault.value = null;
    this.#lastWhole = null;
    const anew = this.#sitting !== null && this.#sitting !== view.sitting;
    this.#sitting = view.sitting;
    this.#you.value = view.you;
    this.#participants.value = new Map(view.participants.map((one) => [one.id, one]));
    this.chat.take(view);
    this.#speaker.value = view.speakerId;
    this.quality.take(view.quality);
    this.host.takeGuestLinks(view.guestLinks);
    this.#see(view.consult);
    if (view.consult.phase !== 'inProgress') return;
    // After an outage the server has forgotten what was shown, so it is told again.
    if (this.#inside.peek()) this.#remind();
    this.#inside.value = true;
    this.media.open(view.iceServers, !this.observes.peek(), anew);
  }

  #remind(): void {
    void this.link.call.ShowMedia(this.consultId, this.local.shown.peek());
    this.onScreen.tellAgain();
    const interpreter = this.#interpreter.peek();
    if (interpreter) void this.link.call.ListenTo(this.consultId, interpreter);
  }

  #see(card: ConsultCard): void {
    const before = this.#card.peek();
    if (before && card.version < before.version) return;
    this.#card.value = card;
    if (card.phase === 'inProgress') return;
    this.media.close();
    this.#inside.value = false;
    // A shared screen is chosen anew for whoever comes next.
    this.local.screen.stop();
  }

  // Who waits in front of the door goes in when it opens.
  #changed(card: ConsultCard): void {
    this.#see(card);
    if (card.phase === 'inProgress' && !this.#inside.peek() && !this.#elsewhere.peek()) void this.#enter();
  }

  #putParticipant(participant: ParticipantView): void {
    this.#participants.value = new Map(this.#participants.peek()).set(participant.id, participant);
    if (participant.presence === 'away') this.chat.typing.stopped(participant.id);
    // Whose interpreter has left hears the floor again, instead of nobody.
    if (participant.presence === 'away' && participant.id === this.#interpreter.peek()) void this.listenTo(null);
  }

  #putSpeaker(participantId: string | null): void {
    this.#speaker.value = participantId;
  }

  // Bad news stay on the stage while they last; the good end of them is a passing word.
  #putQuality(view: QualityView): void {
    if (this.quality.put(view) && view.text !== '') toast(view.text);
  }
}
