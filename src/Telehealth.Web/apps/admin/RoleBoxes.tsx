import { roleEntries, roleEntry } from '../../lib/access';
import { Icon } from '../../lib/ui';

/** Guests come by a link of their consult; nobody is made one here. */
const givable = roleEntries.filter((entry) => entry.role !== 'guest');

export function roleLabel(role: string): string {
  return roleEntry(role)?.label ?? role;
}

export interface RoleBoxesProps {
  roles: readonly string[];
  error?: string | null;
  onChange: (roles: string[]) => void;
}

export function RoleBoxes({ roles, error, onChange }: RoleBoxesProps) {
  return (
    <fieldset class="roles" aria-describedby={error ? 'roles-error' : undefined}>
      <legend class="field-label">Roles</legend>
      {givable.map((entry) => (
        <label key={entry.role} class="role">
          <input
            type="checkbox"
            checked={roles.includes(entry.role)}
            data-testid={`role-${entry.role}`}
            onChange={(event) =>
              onChange(event.currentTarget.checked ? [...roles, entry.role] : roles.filter((role) => role !== entry.role))
            }
          />
          <span>
            <span class="strong">{entry.label}</span>
            <span class="muted small">{entry.about}</span>
          </span>
        </label>
      ))}
      {error && (
        <span class="field-error" id="roles-error">
          <Icon name="alert" size="s" />
          {error}
        </span>
      )}
    </fieldset>
  );
}
