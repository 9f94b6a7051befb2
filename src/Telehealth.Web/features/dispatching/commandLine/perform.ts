import type { DispatchHub, EmergencyRow } from '../../../lib/contracts/dispatching';
import type { HubCalls } from '../../../lib/realtime/HubLink';
import { newCommandId, type Outcome } from '../../../lib/realtime/outcome';
import type { LineCommand } from './commands';
import type { OrderedBoard } from './orderedBoard';

/** Does what a line ordered. The answer is null, or why it was refused. */
export async function perform(board: OrderedBoard, order: LineCommand): Promise<string | null> {
  switch (order.kind) {
    case 'open':
      board.open(order.emergencyId);
      return null;
    case 'help':
      board.showKeys();
      return null;
    case 'acknowledge':
      return (await board.acknowledge(order.alarmId))?.text ?? null;
    case 'hospital':
      return (await board.hospitals.choose(order.emergencyId, order.assignmentId, order.code)).error?.text ?? null;
    case 'hospitalStatus':
      return (
        (await board.hospitals.changeStatus(order.code, { state: order.state, reason: order.reason, until: null })).error?.text ?? null
      );
    case 'availability': {
      const commandId = newCommandId();
      const outcome = await board.link.sendUntilAnswered((hub) =>
        hub.SetUnitAvailability({ commandId, unitId: order.unitId, available: order.available, reason: order.reason }),
      );
      if (outcome.error === null) board.rows.putUnit(outcome.value);
      return outcome.error?.text ?? null;
    }
    default: {
      const commandId = newCommandId();
      const outcome = await board.link.sendUntilAnswered((hub) => send(hub, commandId, order));
      // The next line is read against what this one has changed.
      if (outcome.error === null) board.rows.putEmergency(outcome.value);
      return outcome.error?.text ?? null;
    }
  }
}

type ToEmergency = Exclude<LineCommand, { kind: 'open' | 'help' | 'acknowledge' | 'availability' | 'hospital' | 'hospitalStatus' }>;

function send(hub: HubCalls<DispatchHub>, commandId: string, order: ToEmergency): Promise<Outcome<EmergencyRow>> {
  const { emergencyId } = order;
  switch (order.kind) {
    case 'status':
      return hub.ReportForUnit({ commandId, emergencyId, assignmentId: order.assignmentId, status: order.status, doneAt: null });
    case 'assign':
      return hub.AssignByHand({ commandId, emergencyId, unitId: order.unitId, relievesAssignmentId: null, reason: null });
    case 'relieve':
      return hub.AssignByHand({
        commandId,
        emergencyId,
        unitId: order.unitId,
        relievesAssignmentId: order.assignmentId,
        reason: order.reason,
      });
    case 'reserve':
      return hub.Reserve({ commandId, emergencyId, unitId: order.unitId });
    case 'divert':
      return hub.Divert({ commandId, emergencyId, assignmentId: order.assignmentId, toEmergencyId: order.toId, reason: order.reason });
    case 'standDown':
      return hub.StandDown({ commandId, emergencyId, assignmentId: order.assignmentId, reason: order.reason });
    case 'note':
      return hub.AddNote({ commandId, emergencyId, text: order.text, doneAt: null });
    case 'priority':
      return hub.ChangePriority({ commandId, emergencyId, priority: order.priority, reason: order.reason });
    case 'strike':
      return hub.StrikeAlarm({ commandId, emergencyId, level: order.level });
  }
}
