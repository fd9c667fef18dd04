// The questions that wait for an answer, all at once.

import { useEffect } from "preact/hooks";
import type { OpenQuestion } from "../../../../conversation/questions";
import { useApp } from "../common/context";
import { ElicitationCard } from "./elicitation_card";
import { PermissionCard } from "./permission_card";

export function Questions({ questions }: { readonly questions: readonly OpenQuestion[] }) {
  useAnnouncement(questions);
  if (questions.length === 0) {
    return null;
  }
  return (
    <section class="questions" data-testid="questions" aria-label="Questions of the agent">
      {questions.length > 1 && <p class="quiet">{questions.length} questions wait for you</p>}
      {questions.map((question, at) =>
        question.kind === "permission" ? (
          <PermissionCard key={question.key} question={question} first={at === 0} />
        ) : (
          <ElicitationCard key={question.key} question={question} />
        ),
      )}
    </section>
  );
}

function useAnnouncement(questions: readonly OpenQuestion[]): void {
  const app = useApp();
  const newest = questions.at(-1);
  useEffect(() => {
    if (newest) {
      app.announcer.interrupt(
        newest.kind === "permission"
          ? `The agent asks for permission: ${newest.request.toolCall.title}. Alt, Shift and a digit answer.`
          : `The agent asks: ${newest.request.message}`,
      );
    }
  }, [newest?.key]);
}
