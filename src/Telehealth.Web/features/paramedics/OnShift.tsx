import { useSignal } from '@preact/signals';
import type { UnitRow, UnitStatus } from '../../lib/contracts/units';
import { unitStatusText } from '../units/unitStatusText';
import { offlineStart } from '../../lib/offline/offlineStart';
import { Button, Dialog, Duration, ErrorNotice, Icon } from '../../lib/ui';
import type { Attention } from './attention';
import type { CrewCommands } from './crewCommands';
import type { Reach } from './crewConnection';
import type { CrewMap } from './crewMap';
import { CrewMapView } from './CrewMapView';
import { LocationLine } from './LocationLine';
import type { PositionStream } from './positionStream';
import type { Shift } from './shift';
import { wantedAvailability } from './steps';

const pauseReasons = ['Meal break', 'Refuelling', 'Cleaning the vehicle', 'Restocking', 'Vehicle defect', 'Crew needs a rest'] as const;

interface OnShiftProps {
  shift: Pick<Shift, 'unit' | 'fault' | 'busy'>;
  commands: Pick<CrewCommands, 'queue' | 'setAvailable'>;
  positions: PositionStream;
  attention: Pick<Attention, 'staysAwake'>;
  reach: Reach;
  map: CrewMap;
  onEnd: () => Promise<void>;
}

/** Between two jobs. */
export function OnShift({ shift, commands, positions, attention, reach, map, onEnd }: OnShiftProps) {
  const asking = useSignal<'pause' | 'end' | null>(null);
  const unit = shift.unit.value;
  if (unit === null) return null;
  const { status } = unit;
  const wanted = wantedAvailability(status, commands.queue.waiting.value);
  const paused = (wanted ?? status) === 'unavailable';
  const close = (): void => {
    asking.value = null;
  };
  return (
    <div class="crew-page">
      <ShiftHead unit={unit} wanted={wanted} onEnd={() => (asking.value = 'end')} />
      {unit.post !== null && status === 'available' && (
        <p class="offer-note" role="status" data-testid="unit-post">
          Dispatch asks you to wait at {unit.post}.
        </p>
      )}
      <LocationLine positions={positions} reach={reach} />
      {!paused && !attention.staysAwake.value && (
        <p class="location location-bad" role="alert" data-testid="may-sleep">
          <Icon name="alert" />
          <span>
            This browser lets the screen go dark, and then no offer sounds. Set the device to stay on, and keep this page in front.
          </span>
        </p>
      )}
      {offlineStart.value === 'impossible' && (
        <p class="location" data-testid="no-offline-start">
          <Icon name="info" />
          This browser cannot open this page without network. Keep it open.
        </p>
      )}
      {shift.fault.value !== null && <ErrorNotice error={shift.fault.value} />}
      <CrewMapView map={map} label="Map of where you are" />
      <div class="crew-foot">
        {paused ? (
          <Button kind="primary" wide class="crew-huge" onClick={() => commands.setAvailable(true, null)} testId="set-available">
            Available again
          </Button>
        ) : (
          <Button wide class="crew-big" onClick={() => (asking.value = 'pause')} testId="set-unavailable">
            Pause
          </Button>
        )}
      </div>
      {asking.value === 'pause' && <PauseDialog commands={commands} onClose={close} />}
      {asking.value === 'end' && <EndDialog callSign={unit.callSign} busy={shift.busy.value} onClose={close} onEnd={onEnd} />}
    </div>
  );
}

function ShiftHead({ unit, wanted, onEnd }: { unit: UnitRow; wanted: UnitStatus | null; onEnd: () => void }) {
  const { status } = unit;
  return (
    <header class="shift-head">
      <h1 class="shift-sign numerals">{unit.callSign}</h1>
      <div class="grow">
        <p class="shift-status" data-testid="unit-status" data-status={status}>
          {unitStatusText({ status, assignmentStatus: unit.assignmentStatus })}
        </p>
        <p class="shift-since">
          {status === 'unavailable' && unit.unavailableReason !== null ? `${unit.unavailableReason}, ` : ''}for{' '}
          <Duration since={unit.statusSince} spell />
        </p>
        {wanted !== null && (
          <p class="job-unsent" data-testid="unit-unsent">
            {wanted === 'available' ? 'Available' : 'Pause'} waits to be sent
          </p>
        )}
      </div>
      <Button large onClick={onEnd} testId="end-shift">
        End shift
      </Button>
    </header>
  );
}

function PauseDialog({ commands, onClose }: { commands: Pick<CrewCommands, 'setAvailable'>; onClose: () => void }) {
  const pause = (reason: string): void => {
    commands.setAvailable(false, reason);
    onClose();
  };
  return (
    <Dialog title="Why do you pause?" onClose={onClose}>
      <div class="choices">
        {pauseReasons.map((reason) => (
          <Button key={reason} wide class="crew-big" testId="pause-reason" onClick={() => pause(reason)}>
            {reason}
          </Button>
        ))}
      </div>
    </Dialog>
  );
}

interface EndDialogProps {
  callSign: string;
  busy: boolean;
  onClose: () => void;
  onEnd: () => Promise<void>;
}

function EndDialog({ callSign, busy, onClose, onEnd }: EndDialogProps) {
  return (
    <Dialog
      title={`End the shift with ${callSign}?`}
      onClose={onClose}
      footer={
        <>
          <Button large onClick={onClose}>
            Back
          </Button>
          <Button large kind="primary" busy={busy} testId="end-shift-confirm" onClick={() => void onEnd().then(onClose)}>
            End shift
          </Button>
        </>
      }
    >
      <p>You get no more offers, and your position is no longer sent.</p>
    </Dialog>
  );
}
