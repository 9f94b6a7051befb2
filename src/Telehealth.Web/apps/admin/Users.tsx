import { signal } from '@preact/signals';
import { useEffect, useState } from 'preact/hooks';
import type { Me, UserRow } from '../../lib/contracts/access';
import { whenText } from '../../lib/time';
import { Badge, Button, EmptyState, ErrorNotice, Field, Loading, Written } from '../../lib/ui';
import { roleLabel } from './RoleBoxes';
import { NewUserDialog, UserDialog } from './UserDialogs';
import { pageSize, UserList } from './userList';

type Open = { kind: 'new' } | { kind: 'user'; id: string } | null;

/** Who may sign in, and as what. */
export function Users({ me }: { me: Me }) {
  const [list] = useState(() => new UserList());
  const [open] = useState(() => signal<Open>(null));
  useEffect(() => void list.load(), []);
  const chosen = open.value;
  const user = chosen?.kind === 'user' ? (list.page.value?.users.find((row) => row.id === chosen.id) ?? null) : null;
  const close = (): void => {
    open.value = null;
  };
  return (
    <>
      <div class="page stack stack-6">
        <div class="row row-between">
          <h1>Users</h1>
          <Button
            kind="primary"
            icon="plus"
            onClick={() => {
              open.value = { kind: 'new' };
            }}
            testId="new-user"
          >
            New user
          </Button>
        </div>
        <div class="user-search">
          <Field
            label="Search by name or email"
            type="search"
            value={list.search.value}
            onInput={(text) => list.find(text)}
            autoComplete="off"
            testId="user-search"
          />
        </div>
        {list.fault.value !== null && (
          <ErrorNotice
            title="The users could not be read"
            error={list.fault.value}
            actions={
              <Button icon="refresh" onClick={() => void list.load()}>
                Try again
              </Button>
            }
          />
        )}
        <Table
          list={list}
          onOpen={(row) => {
            open.value = { kind: 'user', id: row.id };
          }}
        />
      </div>
      {chosen?.kind === 'new' && <NewUserDialog list={list} onClose={close} />}
      {user !== null && <UserDialog key={user.id} list={list} user={user} self={user.id === me.id} onClose={close} />}
    </>
  );
}

function Table({ list, onOpen }: { list: UserList; onOpen: (row: UserRow) => void }) {
  const page = list.page.value;
  if (page === null) return list.fault.value === null ? <Loading /> : null;
  if (page.users.length === 0)
    return (
      <EmptyState icon="search" title="Nobody was found">
        Try a part of the name or of the email.
      </EmptyState>
    );
  return (
    <section class="card card-flush users" aria-busy={list.busy.value} aria-label="Users">
      <table>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Email</th>
            <th scope="col">Roles</th>
            <th scope="col">State</th>
            <th scope="col">Since</th>
          </tr>
        </thead>
        <tbody>
          {page.users.map((user) => (
            <tr key={user.id} data-testid="user-row" data-email={user.email} data-disabled={user.disabled}>
              <td>
                <button type="button" class="user-name" onClick={() => onOpen(user)}>
                  <Written text={user.name} />
                </button>
              </td>
              <td class="muted">{user.email}</td>
              <td>
                <span class="row row-2">
                  {user.roles.map((role) => (
                    <Badge key={role}>{roleLabel(role)}</Badge>
                  ))}
                </span>
              </td>
              <td>
                <State user={user} />
              </td>
              <td class="muted numerals nowrap">
                {new Date(user.createdAt).toLocaleDateString([], { day: 'numeric', month: 'short', year: 'numeric' })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      <footer class="users-foot">
        <span class="muted small numerals" role="status">
          {list.words.value}
        </span>
        <span class="row row-2">
          <Button icon="arrowLeft" disabled={list.skip.value === 0 || list.busy.value} onClick={() => list.turn(-1)}>
            Previous
          </Button>
          <Button icon="arrowRight" disabled={list.skip.value + pageSize >= page.total || list.busy.value} onClick={() => list.turn(1)}>
            Next
          </Button>
        </span>
      </footer>
    </section>
  );
}

function State({ user }: { user: UserRow }) {
  if (user.disabled) return <Badge tone="warning">Disabled</Badge>;
  if (isLocked(user))
    return <Badge tone="warning">Locked until {whenText(user.lockedUntil ?? '', Date.now()).replace('today ', '')}</Badge>;
  return <Badge tone="success">Active</Badge>;
}

function isLocked(user: UserRow): boolean {
  return user.lockedUntil !== null && Date.parse(user.lockedUntil) > Date.now();
}
