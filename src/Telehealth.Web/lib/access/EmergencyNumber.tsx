import { readTelephone } from '../text';
import { appInfo } from './account';

/** Mobile telephones know it everywhere: what is shown until the server has said, and where the service named no number. */
const general = '112';

/** The number to ring in danger, as the service says, or the general one. */
export const emergencyNumber = (): string => appInfo.value?.emergencyNumber ?? general;

/** What a telephone dials; a code with a star or a hash, which is no number, as it stands. A link must hold no blanks. */
export const telOf = (number: string): string =>
  readTelephone(number).dial ?? `tel:${number.replace(/[^0-9+*#]/g, '').replaceAll('#', '%23')}`;

/** The number as a link that rings it; says so when it is only the general one. For the end of a sentence such as "Call". */
export function EmergencyNumber() {
  const number = emergencyNumber();
  return (
    <>
      <a class="emergency-number" href={telOf(number)} data-testid="emergency-number">
        {number}
      </a>
      {!(appInfo.value?.emergencyNumberIsLocal ?? false) && ', or the emergency number of the place where you are'}
    </>
  );
}
