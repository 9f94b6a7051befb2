import type { AlarmRow, EmergencyRow } from '../../../lib/contracts/dispatching';

/** What rings about one incident. */
export interface AlarmGroup {
  emergencyId: string | null;
  /** Null when this console does not know it, such as one that ended long ago. */
  emergency: EmergencyRow | null;
  /** Oldest first. */
  alarms: readonly AlarmRow[];
}

/**
 * By incident, the one whose alarm has waited longest first: so the first one, which a key acknowledges, never changes because another
 * comes.
 * @param pending oldest first
 */
export function groupAlarms(pending: readonly AlarmRow[], emergencies: ReadonlyMap<string, EmergencyRow>): AlarmGroup[] {
  const groups = new Map<string, AlarmRow[]>();
  for (const alarm of pending) {
    // One without an incident stands for itself.
    const key = alarm.emergencyId ?? alarm.id;
    groups.set(key, [...(groups.get(key) ?? []), alarm]);
  }
  return [...groups.values()].map((alarms) => {
    const emergencyId = alarms[0]?.emergencyId ?? null;
    return { emergencyId, emergency: emergencies.get(emergencyId ?? '') ?? null, alarms };
  });
}

/** How many, of how many incidents, and how many of them are the most urgent: what one line can say of forty. */
export function alarmCountText(groups: readonly AlarmGroup[]): string {
  const count = groups.reduce((sum, group) => sum + group.alarms.length, 0);
  const urgent = groups.filter((group) => group.emergency?.priority === 1).length;
  const parts = [
    count === 1 ? '1 alarm' : `${count} alarms`,
    groups.length > 1 ? `${groups.length} incidents` : null,
    urgent > 0 && groups.length > 1 ? `${urgent} of them P1` : null,
  ];
  return parts.filter((part) => part !== null).join(', ');
}
