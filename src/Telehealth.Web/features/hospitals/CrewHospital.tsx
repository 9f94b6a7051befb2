import type { ReadonlySignal } from '@preact/signals';
import type { AssignmentRow, EmergencyRow } from '../../lib/contracts/dispatching';
import type { HospitalNoticeView } from '../../lib/contracts/hospitals';
import { isJob, isOpen } from '../emergencies/labels';
import { exactTime } from '../../lib/time/duration';
import { Button } from '../../lib/ui/Button';
import { Icon } from '../../lib/ui/Icon';
import type { HospitalModel } from './hospitalModel';
import { noticeFor, toBeRung, toldText } from './hospitalText';

/** What was told to hospitals about the open incident, and the way to enter that somebody rang. */
export interface HospitalCalls {
  readonly hospitals: Pick<HospitalModel, 'told' | 'telephoneOf'>;
  readonly openRow: ReadonlySignal<Pick<EmergencyRow, 'phase'> | null>;
  readonly busy: ReadonlySignal<string | null>;
  enterRung(notice: HospitalNoticeView): Promise<void>;
}

/** Where a crew takes its patient, and whether the hospital knows. */
export function CrewHospital({ calls, unit }: { calls: HospitalCalls; unit: AssignmentRow }) {
  if (unit.hospitalName === null) return null;
  return (
    <p class="crew-hospital" data-testid="crew-hospital" data-unit={unit.callSign}>
      <Icon name="hospital" size="s" />
      <span>
        To <strong>{unit.hospitalName}</strong>
        {isJob(unit.status) && isOpen(calls.openRow.value?.phase ?? 'completed') && <Told calls={calls} unit={unit} />}
      </span>
    </p>
  );
}

function Told({ calls, unit }: { calls: HospitalCalls; unit: AssignmentRow }) {
  const { told } = calls.hospitals;
  const fault = told.fault.value;
  const notice = noticeFor(unit, told.value.value ?? []);
  if (fault !== null && (notice === null || notice.outcome === 'waiting')) {
    return (
      <span class="told" data-tone="waiting" data-testid="told" title={fault.text}>
        , cannot be read now whether they were told
      </span>
    );
  }
  const { tone, words } = toldText(notice, notice === null ? null : calls.hospitals.telephoneOf(notice.hospitalCode));
  return (
    <>
      <span class="told numerals" data-tone={tone} data-outcome={notice?.outcome} data-testid="told" title={notice?.text}>
        , {words}
        {notice?.toldAt != null && ` ${exactTime(notice.toldAt)}`}
      </span>
      {tone === 'ring' && notice !== null && <Rung calls={calls} notice={notice} />}
    </>
  );
}

function Rung({ calls, notice }: { calls: HospitalCalls; notice: HospitalNoticeView }) {
  return (
    <Button
      class="action need-button"
      busy={calls.busy.value === `rung:${notice.id}`}
      onClick={() => void calls.enterRung(notice)}
      data={{ 'data-list-row': '' }}
      label={`I have told ${notice.hospitalName} by telephone`}
      testId="hospital-rung"
    >
      I rang them
    </Button>
  );
}

/** Said until somebody enters that they rang, also when the incident is over. */
export function HospitalsToRing({ calls }: { calls: HospitalCalls }) {
  const notices = toBeRung(calls.hospitals.told.value.value ?? []);
  return (
    <>
      {notices.map((notice) => (
        <p key={notice.id} class="hospital-ring" data-testid="hospital-ring">
          <Icon name="phone" size="s" />
          <span class="grow">{notice.text}</span>
          <Rung calls={calls} notice={notice} />
        </p>
      ))}
    </>
  );
}
