export { beginsWith, contains, finds, fold, queryWords, sameText, searchWords } from './folding';
export { looksSwapped, readCoordinates, type ReadPlace } from './coordinates';
export { isolated } from './isolated';
export { type Piece, piecesOf } from './links';
export { longestName, readName } from './personName';
export { foldDigits, plainLine } from './plainText';
export { longestTelephone, readTelephone, type TelephoneNumber } from './telephone';
