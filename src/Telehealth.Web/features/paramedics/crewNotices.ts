import { signal } from '@preact/signals';

/** What a crew has to be told that it did not ask for; stays until they have read it. */
export interface CrewNotice {
  id: string;
  title: string;
  text: string;
}

const mostNotices = 10;

export class CrewNotices {
  readonly all = signal<readonly CrewNotice[]>([]);

  /** One with the same id takes the place of the earlier one. */
  add(notice: CrewNotice): void {
    this.all.value = [...this.all.peek().filter((known) => known.id !== notice.id), notice].slice(-mostNotices);
  }

  dismiss(id: string): void {
    this.all.value = this.all.peek().filter((notice) => notice.id !== id);
  }
}
