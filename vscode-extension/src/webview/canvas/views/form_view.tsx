// A form whose answer goes to the agent.

import { useMemo, useState } from "preact/hooks";
import {
  contentOf,
  type Entered,
  fieldsOf,
  initialValues,
  problemsOf,
} from "../../../conversation/form";
import { FormField } from "../../chat/components/dock/form_field";
import type { CanvasStore } from "../canvas_store";
import type { FormContent } from "../content";
import { MarkdownView } from "./markdown_view";

interface Props {
  readonly form: FormContent;
  readonly store: CanvasStore;
}

export function FormView({ form, store }: Props) {
  return (
    <section class="form-view" data-testid="form">
      {form.message !== null && <MarkdownView text={form.message} store={store} />}
      {form.state !== "open" && (
        <p class="canvas-notice" role="status" data-testid="form-state">
          <span class="codicon codicon-check" aria-hidden="true" />{" "}
          {form.state === "submitted" ? "Sent to the agent." : "Declined."} You may answer again.
        </p>
      )}
      {form.problems.map((problem) => (
        <p key={problem} class="canvas-notice problem" role="alert">
          {problem}
        </p>
      ))}
      <Fields key={JSON.stringify(form.schema)} form={form} store={store} />
    </section>
  );
}

function Fields({ form, store }: Props) {
  const fields = useMemo(() => fieldsOf(form.schema), [form.schema]);
  const [entered, setEntered] = useState<Entered>(() => initialValues(fields));
  const [tried, setTried] = useState(false);
  const problems = problemsOf(fields, entered);
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    if (Object.keys(problems).length === 0) {
      store.send({ type: "submit", values: contentOf(fields, entered) });
    }
  };
  return (
    <form class="fields" noValidate onSubmit={submit}>
      {fields.map((field) => (
        <FormField
          key={field.name}
          id={`field-${field.name}`}
          field={field}
          value={entered[field.name]}
          problem={tried ? problems[field.name] : undefined}
          change={(value) => setEntered((before) => ({ ...before, [field.name]: value }))}
        />
      ))}
      <div class="form-buttons">
        <button type="submit" class="button" data-testid="submit">
          {form.submitLabel}
        </button>
        <button
          type="button"
          class="button secondary"
          data-testid="decline"
          onClick={() => store.send({ type: "decline" })}
        >
          Decline
        </button>
      </div>
    </form>
  );
}
