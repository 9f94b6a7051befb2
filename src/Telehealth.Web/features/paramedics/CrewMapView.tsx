import { appInfo } from '../../lib/access';
import { LiveMap } from '../../lib/map';
import { serverTimeNow } from '../../lib/time';
import type { CrewMap } from './crewMap';

/** The map beside a page of the crew. */
export function CrewMapView({ map, label }: { map: CrewMap; label: string }) {
  return (
    <div class="crew-map">
      <LiveMap
        units={map.units}
        emergencies={map.emergencies}
        track={map.way}
        styleUrl={appInfo.value?.mapStyleUrl ?? null}
        serverNow={serverTimeNow}
        label={label}
      />
    </div>
  );
}
