export { beginsWith, contains, finds, fold, queryWords, sameText, searchWords } from './folding';
export { looksSwapped, readCoordinates, type ReadPlace } from './coordinates';
export { isolated } from './isolated';
export { type Piece, piecesOf } from './links';
export { readName } from './personName';
export { foldDigits, plainLine } from './plainText';
export { readTelephone, type TelephoneNumber } from './telephone';
