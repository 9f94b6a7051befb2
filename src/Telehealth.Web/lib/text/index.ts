export { longestName, readName } from './personName';
export { foldDigits, plainLine } from './plainText';
export { longestTelephone, readTelephone, type TelephoneNumber } from './telephone';
