import './calls.css';

export { callAttention, soundIsOn } from './attention';
export { NoticeButton, SoundSwitch } from './AttentionControls';
export { ConsultPage } from './ConsultPage';
export type { ConsultLink } from './consultLink';
export { ConsultRoom } from './ConsultRoom';
export { LocalMedia } from './media/LocalMedia';
export { QualitySummary } from './quality/QualitySummary';
export { type AskNumber, PatientNumber } from './PatientNumber';
export { PreCall } from './PreCall';
export { returnWordsForColleagues } from './returnText';
export { WaitingRoomPage } from './WaitingRoomPage';
