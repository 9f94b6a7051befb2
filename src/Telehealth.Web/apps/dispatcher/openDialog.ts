import { type ReadonlySignal, signal } from '@preact/signals';
import type { IncidentDialog } from '../../features/dispatching/incident/incidentDialog';
import type { CrewPicture } from '../../features/photos/crewPictures';
import type { ShiftDialog } from '../../features/units/unitDialog';
import type { CommandSender } from '../../features/emergencies/commandSender';

/** Which dialog lies over the board, and what it is about. */
export type OpenDialog =
  | IncidentDialog
  | ShiftDialog
  | { kind: 'raise' | 'keys' | 'find' | 'posts' }
  | { kind: 'hospitals'; code: string | null }
  | { kind: 'picture'; picture: CrewPicture };

/** The one dialog that is open. */
export class OneDialog {
  readonly #open = signal<OpenDialog | null>(null);
  readonly open: ReadonlySignal<OpenDialog | null> = this.#open;

  constructor(private readonly commands: Pick<CommandSender, 'forget'>) {}

  readonly show = (dialog: OpenDialog): void => {
    this.#open.value = dialog;
  };

  /** What was refused in it was about what was asked there. */
  readonly close = (): void => {
    this.#open.value = null;
    this.commands.forget();
  };
}
