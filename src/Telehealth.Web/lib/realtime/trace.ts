import { type HubMessage, JsonHubProtocol, MessageType } from '@microsoft/signalr';

const commandIdShape = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/**
 * Says to which trace a request belongs (W3C Trace Context). A command's id is its trace's, and its second half the sending's: what is sent
 * again after an outage, and whatever the server makes of it later, is found under one id. Null for what carries no command.
 */
export function traceOf(content: unknown): { traceparent: string } | null {
  if (typeof content !== 'object' || content === null || !('commandId' in content)) return null;
  const { commandId } = content;
  if (typeof commandId !== 'string' || !commandIdShape.test(commandId)) return null;
  const trace = commandId.replaceAll('-', '').toLowerCase();
  return { traceparent: `00-${trace}-${trace.slice(16)}-01` };
}

/** The JSON protocol that gives a call of a command its trace: a hub's message has headers as a request has. */
export class TracedHubProtocol extends JsonHubProtocol {
  override writeMessage(message: HubMessage): string {
    if (message.type !== MessageType.Invocation) return super.writeMessage(message) as string;
    const trace = message.arguments.map(traceOf).find((found) => found !== null);
    return super.writeMessage(trace === undefined ? message : { ...message, headers: { ...message.headers, ...trace } }) as string;
  }
}
