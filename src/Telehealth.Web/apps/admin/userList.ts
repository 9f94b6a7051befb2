import { computed, signal } from '@preact/signals';
import { http } from '../../lib/access';
import type { NewUser, UserPage, UserRow } from '../../lib/contracts/access';
import type { Fault, Outcome } from '../../lib/realtime';

export const pageSize = 25;

/** Long enough that a typed name is one question, short enough that nobody waits. */
const typingMs = 250;

/** The users that are shown, and what can be done to them. Plain questions and answers: nothing here changes by itself. */
export class UserList {
  readonly search = signal('');
  readonly skip = signal(0);
  readonly page = signal<UserPage | null>(null);
  readonly fault = signal<Fault | null>(null);
  readonly busy = signal(false);
  readonly words = computed(() => this.#words());
  #typing: ReturnType<typeof setTimeout> | undefined;
  #asked = 0;

  find(text: string): void {
    this.search.value = text;
    this.skip.value = 0;
    clearTimeout(this.#typing);
    this.#typing = setTimeout(() => void this.load(), typingMs);
  }

  turn(pages: number): void {
    this.skip.value = Math.max(0, this.skip.peek() + pages * pageSize);
    void this.load();
  }

  async load(): Promise<void> {
    const asked = ++this.#asked;
    this.busy.value = true;
    const query = new URLSearchParams({ search: this.search.peek().trim(), skip: String(this.skip.peek()), take: String(pageSize) });
    const outcome = await http.get<UserPage>(`/api/admin/users?${query.toString()}`);
    if (asked !== this.#asked) {
      return;
    }
    this.busy.value = false;
    this.fault.value = outcome.error;
    this.page.value = outcome.value ?? this.page.peek();
  }

  async create(user: NewUser): Promise<Fault | null> {
    const outcome = await http.post<UserRow>('/api/admin/users', user);
    if (outcome.error === null) {
      await this.load();
    }
    return outcome.error;
  }

  setRoles(user: UserRow, roles: string[]): Promise<Fault | null> {
    return this.#put(http.put<UserRow>(`/api/admin/users/${user.id}/roles`, { roles }));
  }

  setPassword(user: UserRow, password: string): Promise<Fault | null> {
    return this.#put(http.put<UserRow>(`/api/admin/users/${user.id}/password`, { password, owesPassword: true }));
  }

  setTelephone(user: UserRow, number: string): Promise<Fault | null> {
    return this.#put(http.put<UserRow>(`/api/admin/users/${user.id}/telephone`, { number }));
  }

  change(user: UserRow, what: 'disable' | 'enable' | 'unlock'): Promise<Fault | null> {
    return this.#put(http.post<UserRow>(`/api/admin/users/${user.id}/${what}`));
  }

  async #put(answer: Promise<Outcome<UserRow>>): Promise<Fault | null> {
    const outcome = await answer;
    const page = this.page.peek();
    const row = outcome.value;
    if (row !== null && page !== null) {
      this.page.value = { ...page, users: page.users.map((user) => (user.id === row.id ? row : user)) };
    }
    return outcome.error;
  }

  #words(): string {
    const page = this.page.value;
    if (page === null) {
      return '';
    }
    const first = page.total === 0 ? 0 : this.skip.value + 1;
    return `${first} to ${this.skip.value + page.users.length} of ${page.total}`;
  }
}
