import { MessageType } from '@microsoft/signalr';
import { describe, expect, it } from 'vitest';
import { newCommandId } from './outcome';
import { TracedHubProtocol, traceOf } from './trace';

const written = (args: unknown[]): Record<string, unknown> =>
  JSON.parse(
    new TracedHubProtocol()
      .writeMessage({ type: MessageType.Invocation, invocationId: '1', target: 'Accept', arguments: args })
      .replace('\u001e', ''),
  ) as Record<string, unknown>;

describe('the trace of what is sent', () => {
  it('is the id of the command', () => {
    expect(traceOf({ commandId: '0F8FAD5B-d9cb-469f-a165-70867728950e' })).toEqual({
      traceparent: '00-0f8fad5bd9cb469fa16570867728950e-a16570867728950e-01',
    });
  });

  it('is the same when the command is sent again', () => {
    const command = { commandId: newCommandId() };
    expect(traceOf(command)).toEqual(traceOf({ ...command }));
  });

  it.each([null, undefined, 'text', {}, { commandId: 7 }, { commandId: 'no id' }])('is none for what carries no command: %j', (content) => {
    expect(traceOf(content)).toBeNull();
  });

  it('stands in the headers of a hub call, and the arguments stay as they are', () => {
    const command = { commandId: '0f8fad5b-d9cb-469f-a165-70867728950e', text: 'x' };
    expect(written([command])).toMatchObject({
      target: 'Accept',
      arguments: [command],
      headers: { traceparent: '00-0f8fad5bd9cb469fa16570867728950e-a16570867728950e-01' },
    });
  });

  it('leaves a call without a command as it is', () => {
    expect(written(['board'])).not.toHaveProperty('headers');
  });
});
