// What did not work.

import { useApp } from "../common/context";
import { Icon, IconButton } from "../common/icon";

export function ProblemList() {
  const { problems } = useApp();
  return (
    <>
      {problems.shown.value.map((problem) => (
        <div key={problem.id} class="problem" role="alert" data-testid="problem">
          <Icon name="error" />
          <p>
            <strong>{problem.title}.</strong> {problem.message}
          </p>
          <IconButton icon="close" label="Dismiss" onClick={() => problems.dismiss(problem.id)} />
        </div>
      ))}
    </>
  );
}
