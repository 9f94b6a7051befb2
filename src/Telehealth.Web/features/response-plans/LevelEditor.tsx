import { useId } from 'preact/hooks';
import { longestPlanRole, mostPlanUnitsOfKind } from '../../lib/contracts/domain/responsePlans';
import type { PlanLevel, PlanRow, PlanUnit } from '../../lib/contracts/responsePlans';
import { skillLong, skillShort } from '../emergencies/skillNames';
import { Button, Field, Icon, Select } from '../../lib/ui';
import { skillCodes } from './planRows';
import { type RowErrors, withNewUnit, withoutLevel, withoutUnit, withUnit } from './rowDraft';

const counts = Array.from({ length: mostPlanUnitsOfKind }, (_, index) => ({ value: String(index + 1), label: String(index + 1) }));

export interface LevelEditorProps {
  row: PlanRow;
  level: PlanLevel;
  /** From 0. */
  number: number;
  errors: RowErrors;
  onChange: (row: PlanRow) => void;
  /** By the test id of what takes the focus once it is drawn. */
  onFocus: (testId: string) => void;
}

export function LevelEditor({ row, level, number, errors, onChange, onFocus }: LevelEditorProps) {
  const add = (): void => {
    onChange(withNewUnit(row, number));
    onFocus(`role-${number}-${level.adds.length}`);
  };
  const takeOut = (place: number): void => {
    onChange(withoutUnit(row, number, place));
    onFocus(`add-unit-${number}`);
  };
  const remove = (): void => {
    onChange(withoutLevel(row, number));
    onFocus('new-level');
  };
  return (
    <fieldset class="plan-level-edit" data-testid={`level-${number}`}>
      <legend>{number === 0 ? 'Level 1: sent at once' : `Level ${number + 1}: comes on top when the alarm is struck`}</legend>
      {level.adds.map((unit, place) => (
        <UnitEditor
          key={place}
          unit={unit}
          where={`${number}-${place}`}
          error={(field) => errors[`${number}.${place}.${field}`]}
          onChange={(change) => onChange(withUnit(row, number, place, change))}
          onRemove={() => takeOut(place)}
        />
      ))}
      {errors[String(number)] !== undefined && (
        <span class="field-error" role="alert" tabIndex={-1} data-wrong>
          <Icon name="alert" size="s" />
          {errors[String(number)]}
        </span>
      )}
      <div class="row row-2">
        <Button icon="plus" onClick={add} testId={`add-unit-${number}`}>
          Add unit
        </Button>
        {row.levels.length > 1 && (
          <Button kind="quiet" icon="cross" onClick={remove} testId={`remove-level-${number}`}>
            Remove level {number + 1}
          </Button>
        )}
      </div>
    </fieldset>
  );
}

interface UnitEditorProps {
  unit: PlanUnit;
  /** Level and place, for names that are its own. */
  where: string;
  error: (field: 'role' | 'skills') => string | undefined;
  onChange: (change: Partial<PlanUnit>) => void;
  onRemove: () => void;
}

function UnitEditor({ unit, where, error, onChange, onRemove }: UnitEditorProps) {
  const name = unit.role.trim() === '' ? 'the unit' : unit.role.trim();
  return (
    <div class="plan-unit-edit" role="group" aria-label={`Unit: ${unit.role.trim() === '' ? 'new' : unit.role.trim()}`}>
      <Select
        label="How many"
        value={String(unit.count)}
        options={counts}
        onInput={(count) => onChange({ count: Number(count) })}
        testId={`count-${where}`}
      />
      <Field
        label="Kind of unit"
        value={unit.role}
        maxLength={longestPlanRole}
        required
        autoComplete="off"
        error={error('role')}
        onInput={(role) => onChange({ role })}
        testId={`role-${where}`}
      />
      <Button
        kind="quiet"
        icon="cross"
        label={`Take out ${name}`}
        class="plan-unit-remove"
        onClick={onRemove}
        testId={`remove-unit-${where}`}
      />
      <SkillBoxes skills={unit.skills} where={where} error={error('skills')} onChange={(skills) => onChange({ skills })} />
    </div>
  );
}

interface SkillBoxesProps {
  skills: string[] | null;
  where: string;
  error: string | undefined;
  onChange: (skills: string[] | null) => void;
}

/** What triage asks for, or skills of its own: one rules out the other. */
function SkillBoxes({ skills, where, error, onChange }: SkillBoxesProps) {
  const id = useId();
  const toggle = (skill: string, on: boolean): void => {
    const wanted = new Set(skills ?? []);
    if (on) wanted.add(skill);
    else wanted.delete(skill);
    onChange(skillCodes.filter((code) => wanted.has(code)));
  };
  return (
    <fieldset class="plan-skills" aria-describedby={error === undefined ? undefined : id}>
      <legend class="field-label">Skills</legend>
      <div class="row row-2">
        <label class="plan-skill-box">
          <input
            type="checkbox"
            checked={skills === null}
            data-testid={`skill-${where}-triage`}
            onChange={(event) => onChange(event.currentTarget.checked ? null : [])}
          />
          <span>As triage asks</span>
        </label>
        {skillCodes.map((skill) => (
          <label key={skill} class="plan-skill-box" title={skillLong(skill)}>
            <input
              type="checkbox"
              checked={skills?.includes(skill) ?? false}
              data-testid={`skill-${where}-${skill}`}
              aria-label={`${skillShort(skill)}, ${skillLong(skill)}`}
              onChange={(event) => toggle(skill, event.currentTarget.checked)}
            />
            <span>
              {skillShort(skill)} <span class="muted">{skillLong(skill)}</span>
            </span>
          </label>
        ))}
      </div>
      {error !== undefined && (
        <span class="field-error" id={id} role="alert" tabIndex={-1} data-wrong>
          <Icon name="alert" size="s" />
          {error}
        </span>
      )}
    </fieldset>
  );
}
