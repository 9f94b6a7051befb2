import { describe, expect, it } from 'vitest';
import type { EmergencyHub, HelpView, PlaceView } from '../../lib/contracts/emergencies';
import { failed, type HubCalls, type Outcome, succeeded } from '../../lib/realtime';
import { type DraftedDetails, placeInput } from './draft';
import { HelpCall } from './helpCall';

const nowhere: PlaceView = placeInput(null, '');
const here: PlaceView = { latitude: 48.4, longitude: 9.6, accuracyMetres: 8, source: 'device', note: null };
// The page reads only the id of it here.
const view = { id: 'e' } as HelpView;

/** A server at the border where the page speaks to it. */
class FakeServer {
  readonly heard: { method: string; commandId: string; content: Record<string, unknown> }[] = [];
  readonly answers: Outcome<HelpView>[] = [];
  live: HelpView | null = null;
  place = nowhere;
  details: DraftedDetails | null = { complaint: 'stroke', answers: [], description: null, callbackNumber: null };

  readonly call = new HelpCall({
    live: () => this.live,
    place: () => this.place,
    details: () => this.details,
    send: (ask) => ask(this.#hub as unknown as HubCalls<EmergencyHub>),
    seen: (help) => {
      this.live = help;
    },
  });

  readonly #answer =
    (method: string) =>
    async (content: Record<string, unknown> & { commandId: string }): Promise<Outcome<HelpView>> => {
      this.heard.push({ method, commandId: content.commandId, content });
      return this.answers.shift() ?? succeeded(view);
    };

  readonly #hub = {
    Raise: this.#answer('Raise'),
    ImproveLocation: this.#answer('ImproveLocation'),
    GiveDetails: this.#answer('GiveDetails'),
    WatchMine: async () => succeeded(view),
  };

  get methods(): string[] {
    return this.heard.map(({ method }) => method);
  }
}

describe('A call for help', () => {
  it('goes out at the complaint, without place, number or answers', async () => {
    const server = new FakeServer();
    await server.call.tell();
    expect(server.methods).toEqual(['Raise']);
    expect(server.heard[0]?.content).toMatchObject({ complaint: 'stroke', location: nowhere, callbackNumber: null, answers: [] });
    expect(server.call.state.value).toBe('asked');
  });

  it('is improved by what becomes known later, and says nothing twice', async () => {
    const server = new FakeServer();
    await server.call.tell();
    server.place = here;
    await server.call.tell();
    server.details = {
      complaint: 'stroke',
      answers: [{ questionCode: 'conscious', answer: 'yes' }],
      description: null,
      callbackNumber: '0501234567',
    };
    await server.call.tell();
    await server.call.tell();
    expect(server.methods).toEqual(['Raise', 'ImproveLocation', 'GiveDetails']);
  });

  it('that was refused goes out again under another id once it is corrected', async () => {
    const server = new FakeServer();
    server.answers.push(failed('refused', 'emergency.description_too_long', 'Too long.'));
    await server.call.tell();
    expect(server.call.fault.value?.code).toBe('emergency.description_too_long');
    await server.call.tell();
    expect(server.call.state.value).toBe('asked');
    expect(server.heard[1]?.commandId).not.toBe(server.heard[0]?.commandId);
  });

  it('whose answer never came keeps its id, so that one crew comes and not two', async () => {
    const server = new FakeServer();
    server.answers.push(failed('lost', 'link.lost', ''));
    await server.call.tell();
    await server.call.tell();
    expect(server.heard[1]?.commandId).toBe(server.heard[0]?.commandId);
  });

  it('joins the one that was asked for on another device', async () => {
    const server = new FakeServer();
    server.place = here;
    server.answers.push(failed('refused', 'emergency.already_open', ''));
    await server.call.tell();
    expect(server.methods).toEqual(['Raise', 'ImproveLocation', 'GiveDetails']);
    expect(server.call.fault.value).toBeNull();
  });

  it('takes what is said while it is on its way', async () => {
    const server = new FakeServer();
    const first = server.call.tell();
    server.place = here;
    await Promise.all([first, server.call.tell()]);
    expect(server.methods).toEqual(['Raise', 'ImproveLocation']);
  });
});

describe('A place', () => {
  it('may be words, or that nobody knows', () => {
    expect(placeInput(null, ' Behind the bakery ')).toMatchObject({ latitude: null, source: 'caller', note: 'Behind the bakery' });
    expect(placeInput(null, '', true)).toMatchObject({ latitude: null, source: 'callerDoesNotKnow', note: null });
  });
});
