// The agent asks for input: with a form, or by sending the user somewhere.

import { useMemo, useState } from "preact/hooks";
import {
  contentOf,
  type Entered,
  fieldsOf,
  initialValues,
  problemsOf,
} from "../../../../conversation/form";
import type { OpenElicitation } from "../../../../conversation/questions";
import { useApp, useConversation } from "../common/context";
import { Icon, IconButton, TextButton } from "../common/icon";
import { FormField } from "./form_field";

export function ElicitationCard({ question }: { readonly question: OpenElicitation }) {
  const { actions } = useConversation();
  return (
    <section class="card question" data-testid="elicitation" aria-label="The agent asks for input">
      <header class="card-head">
        <Icon name="question" class="kind" />
        <strong class="card-title">{question.request.message}</strong>
        <IconButton
          icon="close"
          label="Close without an answer"
          testid="elicitation-cancel"
          onClick={() => void actions.fillIn(question, "cancel")}
        />
      </header>
      {question.request.url === undefined ? (
        <Form question={question} />
      ) : (
        <Visit question={question} url={question.request.url} />
      )}
    </section>
  );
}

function Form({ question }: { readonly question: OpenElicitation }) {
  const { actions } = useConversation();
  const fields = useMemo(() => fieldsOf(question.request.requestedSchema ?? {}), [question.key]);
  const [entered, setEntered] = useState<Entered>(() => initialValues(fields));
  const [tried, setTried] = useState(false);
  const problems = problemsOf(fields, entered);
  const submit = (event: Event) => {
    event.preventDefault();
    setTried(true);
    const [wrong] = Object.keys(problems);
    if (wrong === undefined) {
      void actions.fillIn(question, "accept", contentOf(fields, entered));
    } else {
      document.getElementById(`${question.key}-${wrong}`)?.focus();
    }
  };
  return (
    <form class="form" onSubmit={submit} noValidate>
      <div class="fields">
        {fields.map((field) => (
          <FormField
            key={field.name}
            id={`${question.key}-${field.name}`}
            field={field}
            value={entered[field.name]}
            problem={tried ? problems[field.name] : undefined}
            change={(value) => setEntered({ ...entered, [field.name]: value })}
          />
        ))}
      </div>
      <div class="options">
        <TextButton primary type="submit" testid="elicitation-accept">
          Submit
        </TextButton>
        <TextButton
          testid="elicitation-decline"
          onClick={() => void actions.fillIn(question, "decline")}
        >
          Decline
        </TextButton>
      </div>
    </form>
  );
}

interface VisitProps {
  readonly question: OpenElicitation;
  readonly url: string;
}

function Visit({ question, url }: VisitProps) {
  const app = useApp();
  const { actions } = useConversation();
  const visit = async () => {
    const { opened } = await app.bridge.request("host/openExternal", { url });
    if (opened) {
      await actions.fillIn(question, "accept");
    }
  };
  return (
    <>
      <p class="url">{url}</p>
      <div class="options">
        <TextButton
          primary
          icon="link-external"
          testid="elicitation-accept"
          onClick={() => void app.problems.attempt("The page could not be opened", visit)}
        >
          Open Page
        </TextButton>
        <TextButton
          testid="elicitation-decline"
          onClick={() => void actions.fillIn(question, "decline")}
        >
          Decline
        </TextButton>
      </div>
    </>
  );
}
