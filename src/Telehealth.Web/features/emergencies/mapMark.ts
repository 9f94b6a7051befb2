import type { EmergencyRow } from '../../lib/contracts/dispatching';
import type { MapEmergency } from '../../lib/map/marks';
import { emergencyStatusText, isOpen, missingText } from './labels';

/** An emergency as the map draws it; null while nobody has said where it is. */
export function mapMark(row: EmergencyRow): MapEmergency | null {
  const { latitude, longitude } = row.location;
  if (latitude === null || longitude === null) {
    return null;
  }
  return {
    id: row.id,
    label: `P${row.priority}`,
    words: [`P${row.priority} ${row.number}`, row.complaintLabel, emergencyStatusText(row), missingText(row)]
      .filter((part) => part !== null)
      .join(', '),
    latitude,
    longitude,
    accuracyMetres: row.location.accuracyMetres,
    priority: row.priority,
    covered: row.missing === 0,
    open: isOpen(row.phase),
  };
}
