import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { NearEmergency } from '../../lib/contracts/dispatching';
import { distanceText } from '../../lib/map/geometry';
import type { PickedPlace } from '../../lib/map/PlacePicker';
import { Button } from '../../lib/ui/Button';
import { Duration, Notice } from '../../lib/ui/Surfaces';
import { WrittenText } from '../../lib/ui/Written';
import type { CallerIntake } from './callerIntake';

interface NearbyProps {
  intake: CallerIntake;
  place: PickedPlace | null;
  callback: string;
  words: string;
  onClose: () => void;
}

/** Open emergencies near the place: whoever rings may be the second about one of them, and needs no second crew. */
export function NearbyEmergencies({ intake, place, callback, words, onClose }: NearbyProps) {
  const near = useSignal<readonly NearEmergency[]>([]);
  useEffect(() => {
    near.value = [];
    if (place === null) return undefined;
    let asked = true;
    void intake.near(place).then((outcome) => {
      if (asked && outcome.error === null) near.value = outcome.value;
    });
    return () => {
      asked = false;
    };
  }, [place?.latitude, place?.longitude]);
  if (near.value.length === 0) return null;
  const same = async (emergency: NearEmergency): Promise<void> => {
    if (!(await intake.addTo(emergency, callback, words))) return;
    onClose();
    intake.open(emergency.id);
  };
  return (
    <Notice tone="warning" role="status" testId="raise-near" title="Open nearby: is it the same?">
      <ul class="stack stack-2">
        {near.value.map((emergency) => (
          <li key={emergency.id} class="row row-2">
            <Nearby emergency={emergency} />
            <Button class="action" busy={intake.commands.busy.value === 'caller'} onClick={() => void same(emergency)} testId="raise-same">
              Same incident
            </Button>
          </li>
        ))}
      </ul>
    </Notice>
  );
}

function Nearby({ emergency }: { emergency: NearEmergency }) {
  const { priority, complaintLabel, metres, raisedAt, number, description } = emergency;
  return (
    <span class="grow">
      P{priority} {complaintLabel}, {distanceText(metres)} away, <Duration since={raisedAt} /> ago <span class="numerals">{number}</span>
      {description !== '' && (
        <>
          : <WrittenText text={description} />
        </>
      )}
    </span>
  );
}
