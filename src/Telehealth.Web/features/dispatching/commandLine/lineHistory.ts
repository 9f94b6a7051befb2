const kept = 50;

/** What was sent before, newest last. Back past the oldest stays there; forward past the newest gives back what was being typed. */
export class LineHistory {
  #lines: string[] = [];
  #at = 0;
  #draft = '';

  add(line: string): void {
    const text = line.trim();
    this.#lines = [...this.#lines.filter((known) => known !== text), text].slice(-kept);
    this.#at = this.#lines.length;
    this.#draft = '';
  }

  back(present: string): string {
    if (this.#at === this.#lines.length) {
      this.#draft = present;
    }
    this.#at = Math.max(0, this.#at - 1);
    return this.#lines[this.#at] ?? present;
  }

  forward(present: string): string {
    if (this.#at >= this.#lines.length) {
      return present;
    }
    this.#at += 1;
    return this.#lines[this.#at] ?? this.#draft;
  }
}
