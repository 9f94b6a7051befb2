import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { UnitFix, UnitRow } from '../../lib/contracts/units';
import { serverNow } from '../../lib/time/clock';
import { shownUnits, silentUnits, type UnitView, wholeBoard } from './unitView';

/** The units on shift, and where each was last. */
export interface UnitRows {
  readonly roster: ReadonlySignal<readonly UnitRow[]>;
  readonly fixes: ReadonlySignal<ReadonlyMap<string, UnitFix>>;
}

/** The units as this console shows them: by status, skill and what is typed over the board, in the order that somebody chose. */
export class UnitList {
  readonly view = signal<UnitView>(wholeBoard);
  // As text it is the same from second to second, so that the list is not made anew for nothing.
  readonly #silentIds = computed(() => silentUnits(this.rows.roster.value, this.rows.fixes.value, serverNow.value).join(' '));
  /** The ids of those of which nothing is heard. */
  readonly silent = computed<ReadonlySet<string>>(() => new Set(this.#silentIds.value.split(' ')));
  readonly shown = computed(() =>
    shownUnits(this.rows.roster.value, this.rows.fixes.value, this.filter.value, this.view.value, this.silent.value),
  );

  constructor(
    readonly rows: UnitRows,
    readonly filter: ReadonlySignal<string>,
  ) {}
}
