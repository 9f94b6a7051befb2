import { useSignal } from '@preact/signals';
import { skillLong } from '../emergencies/skillNames';
import { Button, EmptyState, ErrorNotice } from '../../lib/ui';
import type { Shift } from './shift';

type Start = Pick<Shift, 'vehicles' | 'busy' | 'fault' | 'start'>;

export function StartShiftPage({ shift }: { shift: Start }) {
  const chosenId = useSignal<string | null>(null);
  const vehicles = shift.vehicles.value;
  const chosen = vehicles.find((vehicle) => vehicle.id === chosenId.value) ?? null;
  return (
    <div class="crew-page">
      <div class="crew-scroll">
        <h1>Which vehicle do you take?</h1>
        {shift.fault.value !== null && <ErrorNotice title="The shift has not started" error={shift.fault.value} />}
        {vehicles.length === 0 && (
          <EmptyState icon="truck" title="No vehicle is free">
            Ask dispatch, or wait until a crew ends its shift.
          </EmptyState>
        )}
        <div class="vehicles" role="group" aria-label="Vehicles">
          {vehicles.map((vehicle) => (
            <button
              key={vehicle.id}
              type="button"
              class="vehicle"
              aria-pressed={vehicle.id === chosenId.value}
              data-testid={`vehicle-${vehicle.callSign}`}
              onClick={() => {
                chosenId.value = vehicle.id;
              }}
            >
              <span class="vehicle-sign numerals">{vehicle.callSign}</span>
              <span class="vehicle-skills">{vehicle.skills.map(skillLong).join(', ')}</span>
            </button>
          ))}
        </div>
      </div>
      <div class="crew-foot">
        <Button
          kind="primary"
          wide
          class="crew-huge"
          disabled={chosen === null}
          busy={shift.busy.value}
          testId="start-shift"
          onClick={() => {
            if (chosen !== null) void shift.start(chosen.id);
          }}
        >
          {chosen === null ? 'Choose a vehicle' : `Start shift with ${chosen.callSign}`}
        </Button>
      </div>
    </div>
  );
}
