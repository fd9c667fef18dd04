// One field of a form.

import type { Entered, Field } from "../../../../conversation/form";

type Value = Entered[string];

export interface FormFieldProps {
  readonly id: string;
  readonly field: Field;
  readonly value: Value | undefined;
  readonly problem: string | undefined;
  readonly change: (value: Value) => void;
}

export function FormField(props: FormFieldProps) {
  const { id, field, problem } = props;
  return (
    <div class={`field field-${field.kind}`} data-testid="field" data-name={field.name}>
      {field.kind === "choices" ? (
        <span class="field-label" id={`${id}-label`}>
          <Label field={field} />
        </span>
      ) : (
        <label class="field-label" for={id}>
          <Label field={field} />
        </label>
      )}
      <Control {...props} />
      {field.description && <p class="quiet">{field.description}</p>}
      {problem && (
        <p class="field-problem" id={`${id}-problem`} role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

function Label({ field }: { readonly field: Field }) {
  return (
    <>
      {field.label}
      {field.required && <span class="needed"> (needed)</span>}
    </>
  );
}

function Control(props: FormFieldProps) {
  const { id, field, value, problem, change } = props;
  const common = {
    id,
    "aria-invalid": problem !== undefined,
    "aria-describedby": problem === undefined ? undefined : `${id}-problem`,
  };
  switch (field.kind) {
    case "boolean":
      return (
        <input
          {...common}
          type="checkbox"
          checked={value === true}
          onChange={({ currentTarget }) => change(currentTarget.checked)}
        />
      );
    case "choice":
      return (
        <select
          {...common}
          value={String(value ?? "")}
          onChange={({ currentTarget }) => change(currentTarget.value)}
        >
          {!field.required && <option value="" />}
          {field.choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </select>
      );
    case "choices":
      return <Choices {...props} field={field} />;
    default:
      return (
        <input
          {...common}
          type={field.kind === "number" ? "text" : (INPUT_TYPES[field.format ?? ""] ?? "text")}
          inputMode={field.kind === "number" ? "decimal" : undefined}
          value={String(value ?? "")}
          onInput={({ currentTarget }) => change(currentTarget.value)}
        />
      );
  }
}

const INPUT_TYPES: Readonly<Record<string, string>> = {
  email: "email",
  uri: "url",
  date: "date",
  "date-time": "datetime-local",
};

function Choices({
  id,
  field,
  value,
  change,
}: FormFieldProps & { field: Field & { kind: "choices" } }) {
  const chosen = Array.isArray(value) ? value : [];
  return (
    <fieldset class="choices" id={id} tabIndex={-1} aria-labelledby={`${id}-label`}>
      {field.choices.map((choice) => (
        <label key={choice.value} class="choice">
          <input
            type="checkbox"
            checked={chosen.includes(choice.value)}
            onChange={({ currentTarget }) =>
              change(
                currentTarget.checked
                  ? [...chosen, choice.value]
                  : chosen.filter((each) => each !== choice.value),
              )
            }
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}
