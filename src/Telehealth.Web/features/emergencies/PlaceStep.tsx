import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { appInfo } from '../../lib/access';
import { PlacePicker } from '../../lib/map';
import { Button, Icon, Notice } from '../../lib/ui';
import type { DraftPlace } from './draft';

type Finding = 'looking' | 'found' | 'denied' | 'failed' | 'absent';

const searchMs = 15_000;
const goodEnoughMetres = 15;

const findingLabels: Partial<Record<Finding, { title: string; text: string }>> = {
  denied: {
    title: 'The browser may not tell where you are',
    text: 'Allow it and try again, point at the place on the map, or say in words where you are.',
  },
  failed: {
    title: 'Your device does not find where it is',
    text: 'Point at the place on the map, say in words where you are, or try again near a window.',
  },
  absent: { title: 'This device cannot tell where it is', text: 'Point at the place on the map, or say in words where you are.' },
};

/** Follows the device until it is sure or the time is up; a better fix replaces a worse one, never the other way round. */
export function followDevice(onFix: (place: DraftPlace) => void, onState: (state: Finding) => void): () => void {
  if (!('geolocation' in navigator)) {
    onState('absent');
    return () => undefined;
  }
  let best = Number.POSITIVE_INFINITY;
  onState('looking');
  const stop = (): void => {
    navigator.geolocation.clearWatch(watch);
    clearTimeout(timer);
  };
  const watch = navigator.geolocation.watchPosition(
    ({ coords }) => {
      onState('found');
      if (coords.accuracy >= best) return;
      best = coords.accuracy;
      onFix({ latitude: coords.latitude, longitude: coords.longitude, accuracyMetres: coords.accuracy, source: 'device' });
      if (best <= goodEnoughMetres) stop();
    },
    (error) => onState(error.code === error.PERMISSION_DENIED ? 'denied' : 'failed'),
    { enableHighAccuracy: true, maximumAge: 5000, timeout: searchMs },
  );
  const timer = setTimeout(stop, searchMs);
  return stop;
}

function placeText(place: DraftPlace): string {
  if (place.source !== 'device') return 'The point you chose on the map.';
  return place.accuracyMetres === null
    ? 'Where your device is.'
    : `Where your device is, within about ${Math.max(1, Math.round(place.accuracyMetres))} m.`;
}

/** The place from the device, from the map, or from one corrected by the other. A chosen point is never overruled by the device. */
export function PlaceChoice({ place, onPlace }: { place: DraftPlace | null; onPlace: (place: DraftPlace) => void }) {
  const finding = useSignal<Finding>('looking');
  const turn = useSignal(place === null ? 1 : 0);
  const byHand = useSignal(false);
  useEffect(() => {
    if (turn.value === 0) return undefined;
    return followDevice(
      (fix) => {
        if (!byHand.peek()) onPlace(fix);
      },
      (state) => (finding.value = state),
    );
  }, [turn.value]);
  const problem = findingLabels[finding.value];
  const locate = (): void => {
    byHand.value = false;
    turn.value++;
  };
  return (
    <div class="stack">
      {problem && !place && (
        <Notice tone="warning" role="alert" title={problem.title}>
          {problem.text}
        </Notice>
      )}
      <div class="row row-between">
        <p class="small row row-2" role="status" data-testid="place-words">
          <Icon name="mapPin" />
          {place ? placeText(place) : finding.value === 'looking' ? 'Finding where you are…' : 'No place yet.'}
        </p>
        <Button
          icon="crosshair"
          onClick={locate}
          busy={finding.value === 'looking' && turn.value > 0 && place === null}
          testId="use-device-location"
        >
          Use my location
        </Button>
      </div>
      <PlacePicker
        value={place}
        styleUrl={appInfo.value?.mapStyleUrl ?? null}
        label="Where help is needed"
        onPick={(picked) => {
          byHand.value = true;
          onPlace(picked);
        }}
      />
    </div>
  );
}
