// Generated from the server's C# contracts; a test fails when it is out of date.

/** Of what a consult is about, in UTF-16 units. */
export const longestConsultReason = 500;

/** Of the name of a guest, in UTF-16 units. */
export const longestGuestName = 80;

/** Of a line of chat, in UTF-16 units. */
export const longestMessage = 2000;

/** Lines of chat that are given at once. */
export const mostLinesAtOnce = 100;

/** So long before it begins a booked visit can be opened. */
export const opensBeforeMs = 1800000;

/** Between two times that the others are told of one who writes. */
export const typingEveryMs = 2000;

export type MediaSource = 'microphone' | 'camera' | 'screen';

export type ParticipantRole = 'patient' | 'clinician' | 'relative' | 'interpreter' | 'colleague' | 'observer';

export type ReturnReason = 'patientAbsent' | 'clinicianCalledAway' | 'noSoundOrPicture';
