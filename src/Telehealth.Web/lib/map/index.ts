export { LiveMap, type LiveMapProps } from './LiveMap';
export { PlacePicker, type PickedPlace, type PlacePickerProps } from './PlacePicker';
export type { MapEmergency, MapSelection, MapTrackPoint, MapUnit, UnitTone } from './marks';
export { fixAgeText, isStale, staleAfterMs } from './fixAge';
export { coordinateText, directionText, distanceText, metresBetween, type LatLng } from './geometry';
