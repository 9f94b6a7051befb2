export { LiveMap, type LiveMapProps } from './LiveMap';
export { PlacePicker, type PickedPlace, type PlacePickerProps } from './PlacePicker';
export type { MapEmergency, MapSelection, MapTrackPoint, MapUnit, UnitTone } from './marks';
export { fixAgeWords, isStale, staleAfterMs } from './fixAge';
export { coordinateWords, directionWords, distanceWords, metresBetween, type LatLng } from './geometry';
