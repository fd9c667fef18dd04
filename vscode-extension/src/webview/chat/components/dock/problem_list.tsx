// What did not work.

import type { Problem } from "../../model/problems";
import { useApp } from "../common/context";
import { Icon, IconButton, TextButton } from "../common/icon";

export function ProblemList() {
  const { problems } = useApp();
  const undo = ({ id, undo }: Problem) => {
    problems.dismiss(id);
    undo?.();
  };
  return (
    <>
      {problems.shown.value.map((problem) => (
        <div
          key={problem.id}
          class={`problem ${problem.undo ? "done" : ""}`}
          role="alert"
          data-testid="problem"
        >
          <Icon name={problem.undo ? "trash" : "error"} />
          <p>
            <strong>{problem.title}.</strong> {problem.message}
          </p>
          {problem.undo && (
            <TextButton class="small" testid="undo" onClick={() => undo(problem)}>
              Undo
            </TextButton>
          )}
          <IconButton icon="close" label="Dismiss" onClick={() => problems.dismiss(problem.id)} />
        </div>
      ))}
    </>
  );
}
