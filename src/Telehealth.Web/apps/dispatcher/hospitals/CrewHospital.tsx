import type { AssignmentRow, HospitalNoticeView } from '../../../lib/contracts';
import { isJob, isOpen } from '../../../lib/incidents/words';
import { Button, Icon } from '../../../lib/ui';
import type { DispatchConsole } from '../dispatchConsole';
import { exactTime } from '../Timeline';
import { noticeFor, toBeRung, toldWords } from './hospitalWords';

/** Where a crew takes its patient, and whether the hospital knows. */
export function CrewHospital({ desk, unit }: { desk: DispatchConsole; unit: AssignmentRow }) {
  if (unit.hospitalName === null) return null;
  return (
    <p class="crew-hospital" data-testid="crew-hospital" data-unit={unit.callSign}>
      <Icon name="hospital" size="s" />
      <span>To <strong>{unit.hospitalName}</strong>{isJob(unit.status) && isOpen(desk.openRow.value?.phase ?? 'completed') && <Told desk={desk} unit={unit} />}</span>
    </p>
  );
}

function Told({ desk, unit }: { desk: DispatchConsole; unit: AssignmentRow }) {
  const { told } = desk.hospitals;
  const fault = told.fault.value;
  const notice = noticeFor(unit, told.value.value ?? []);
  if (fault !== null && (notice === null || notice.outcome === 'waiting')) {
    return <span class="told" data-tone="waiting" data-testid="told" title={fault.text}>, cannot be read now whether they were told</span>;
  }
  const { tone, words } = toldWords(notice, notice === null ? null : desk.hospitals.telephoneOf(notice.hospitalCode));
  return (
    <>
      <span class="told numerals" data-tone={tone} data-outcome={notice?.outcome} data-testid="told" title={notice?.text}>, {words}{notice?.toldAt != null && ` ${exactTime(notice.toldAt)}`}</span>
      {tone === 'ring' && notice !== null && <Rung desk={desk} notice={notice} />}
    </>
  );
}

function Rung({ desk, notice }: { desk: DispatchConsole; notice: HospitalNoticeView }) {
  return (
    <Button class="action need-button" busy={desk.busy.value === `rung:${notice.id}`} onClick={() => void desk.enterRung(notice)} data={{ 'data-list-row': '' }}
      label={`I have told ${notice.hospitalName} by telephone`} testId="hospital-rung">I rang them</Button>
  );
}

/** Said until somebody enters that they rang, also when the incident is over. */
export function HospitalsToRing({ desk }: { desk: DispatchConsole }) {
  const calls = toBeRung(desk.hospitals.told.value.value ?? []);
  return <>{calls.map((notice) => <p key={notice.id} class="hospital-ring" data-testid="hospital-ring"><Icon name="phone" size="s" /><span class="grow">{notice.text}</span><Rung desk={desk} notice={notice} /></p>)}</>;
}
