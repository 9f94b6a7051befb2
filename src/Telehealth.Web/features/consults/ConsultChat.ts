import { type ReadonlySignal, signal } from '@preact/signals';
import type { ChatMark, ChatMessage, ConsultView } from '../../lib/contracts/consults';
import { typingEveryMs } from '../../lib/contracts/domain/consults';
import { newCommandId } from '../../lib/realtime/outcome';
import { serverTimeNow } from '../../lib/time';
import { toast } from '../../lib/ui/Announcer';
import { type Chat, type ChatLine, hearLines, lastSequence, takeEarlier, takeNewest } from './chat';
import type { ConsultLink } from './consultLink';
import { MarkSender } from './MarkSender';
import { mergeMarks } from './receipts';
import { TypingPeople } from './TypingPeople';

/** What stands before the first line that is shown, and whether it is on its way. */
export type EarlierLines =
  | { readonly kind: 'none' | 'there' | 'loading' }
  /** They did not come; the text says what to do. */
  | { readonly kind: 'failed'; readonly text: string };

/** What was written in one consult, how far everybody has read it, and who writes now. */
export class ConsultChat {
  readonly typing = new TypingPeople();
  readonly #lines = signal<readonly ChatLine[]>([]);
  readonly #marks = signal<ReadonlyMap<string, ChatMark>>(new Map());
  readonly #removing = signal<ReadonlySet<number>>(new Set());
  readonly #earlier = signal<EarlierLines>({ kind: 'none' });
  readonly #sender: MarkSender;
  #from = 0;
  // Of lines that are being loaded: the answer may be from before what was told meanwhile.
  #meanwhile: ChatMessage[] = [];
  #typedAt = 0;

  constructor(
    private readonly link: ConsultLink,
    private readonly consultId: string,
    private readonly you: ReadonlySignal<string | null>,
    private readonly closing: AbortSignal,
  ) {
    this.#sender = new MarkSender(async (marks) => (await link.call.MarkMessages({ consultId, ...marks })).error === null);
  }

  get lines(): ReadonlySignal<readonly ChatLine[]> {
    return this.#lines;
  }

  get marks(): ReadonlySignal<ReadonlyMap<string, ChatMark>> {
    return this.#marks;
  }

  /** Lines that were removed here, before the server has answered. */
  get removing(): ReadonlySignal<ReadonlySet<number>> {
    return this.#removing;
  }

  get earlier(): ReadonlySignal<EarlierLines> {
    return this.#earlier;
  }

  /** To be asked for after an outage: everything after it. */
  get last(): number {
    return lastSequence(this.#lines.peek());
  }

  /** Hears what the server tells from now on; call the answers to stop. */
  listen(): (() => void)[] {
    const mine = (consultId: string): boolean => consultId === this.consultId;
    return [
      this.link.on('MessageSaid', (consultId, message) => mine(consultId) && this.#put([message])),
      this.link.on('MessagesMarked', (consultId, marks) => mine(consultId) && this.#mark(marks)),
      this.link.on('Typing', (consultId, who) => mine(consultId) && this.typing.heard(who)),
    ];
  }

  take(view: ConsultView): void {
    this.#show(takeNewest(this.#chat, view));
    this.#heard(view.messages);
    this.#mark(view.marks);
    this.#sender.again();
  }

  /**
   * Brings the lines before the first one.
   * @param beforeDrawn called when they are here, before anything has moved.
   * @returns how many came.
   */
  async loadEarlier(beforeDrawn: () => void): Promise<number> {
    const { kind } = this.#earlier.peek();
    if (kind === 'none' || kind === 'loading') return 0;
    const before = this.#from;
    this.#meanwhile = [];
    this.#earlier.value = { kind: 'loading' };
    const outcome = await this.link.call.EarlierMessages(this.consultId, before);
    // After an outage the first line may be another one; the answer does not reach up to it.
    if (this.closing.aborted || this.#from !== before) return 0;
    if (outcome.error !== null) {
      const { error } = outcome;
      const text = error.reason === 'refused' ? error.text : 'The earlier messages did not arrive. Check your connection and try again.';
      this.#earlier.value = { kind: 'failed', text };
      return 0;
    }
    beforeDrawn();
    this.#show(takeEarlier(this.#chat, outcome.value, this.#meanwhile));
    return outcome.value.messages.length;
  }

  async say(text: string): Promise<void> {
    const line: ChatLine = {
      commandId: newCommandId(),
      sequence: null,
      from: this.you.peek() ?? '',
      fromName: '',
      fromGuest: false,
      text,
      at: new Date(serverTimeNow()).toISOString(),
      withdrawnAt: null,
      withdrawnBy: null,
      state: 'sending',
    };
    this.#typedAt = 0;
    this.#lines.value = [...this.#lines.peek(), line];
    await this.#send(line);
  }

  async sayAgain(line: ChatLine): Promise<void> {
    const again: ChatLine = { ...line, state: 'sending' };
    this.#lines.value = this.#lines.peek().map((one) => (one.commandId === line.commandId ? again : one));
    await this.#send(again);
  }

  /** Takes a stored line off everybody's screen; without a network, as soon as there is one. */
  async remove(sequence: number): Promise<void> {
    if (this.#removing.peek().has(sequence)) return;
    this.#removing.value = new Set(this.#removing.peek()).add(sequence);
    const { consultId } = this;
    const commandId = newCommandId();
    const outcome = await this.link.sendUntilAnswered((hub) => hub.WithdrawMessage({ commandId, consultId, sequence }), this.closing);
    this.#removing.value = new Set([...this.#removing.peek()].filter((one) => one !== sequence));
    if (outcome.error === null) this.#put([outcome.value]);
    else if (outcome.error.reason === 'refused') toast(`The message was not removed. ${outcome.error.text}`, 'warning');
  }

  /** Somebody looks at the lines up to here. */
  read(sequence: number): void {
    this.#sender.note({ read: sequence });
  }

  /** The person writes; the others are told now and then. */
  typed(): void {
    const now = performance.now();
    if (this.link.state.peek() !== 'live' || (this.#typedAt > 0 && now - this.#typedAt < typingEveryMs)) return;
    this.#typedAt = now;
    void this.link.call.Typing(this.consultId);
  }

  close(): void {
    this.#sender.close();
    this.typing.close();
  }

  get #chat(): Chat {
    return { lines: this.#lines.peek(), from: this.#from };
  }

  #show(chat: Chat): void {
    this.#lines.value = chat.lines;
    if (chat.from === this.#from) return;
    this.#from = chat.from;
    this.#earlier.value = { kind: chat.from === 0 ? 'none' : 'there' };
  }

  #put(messages: readonly ChatMessage[]): void {
    if (this.#earlier.peek().kind === 'loading') this.#meanwhile.push(...messages.filter((one) => one.sequence < this.#from));
    this.#show(hearLines(this.#chat, messages));
    this.#heard(messages);
  }

  #heard(messages: readonly ChatMessage[]): void {
    for (const message of messages) this.typing.stopped(message.from);
    this.#sender.note({ delivered: lastSequence(this.#lines.peek().filter((line) => line.from !== this.you.peek())) });
  }

  #mark(marks: readonly ChatMark[]): void {
    this.#marks.value = mergeMarks(this.#marks.peek(), marks);
  }

  async #send(line: ChatLine): Promise<void> {
    const { commandId, text } = line;
    const outcome = await this.link.sendUntilAnswered((hub) => hub.Say({ commandId, consultId: this.consultId, text }), this.closing);
    if (outcome.error === null) this.#put([outcome.value]);
    else if (outcome.error.reason === 'refused') {
      const problem = outcome.error.text;
      this.#lines.value = this.#lines.peek().map((one) => (one.commandId === commandId ? { ...one, state: 'failed', problem } : one));
    }
  }
}
