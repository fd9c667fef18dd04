// One row of a thread, by its kind.

import { memo } from "preact/compat";
import type { Row } from "../../../../conversation/rows";
import { useApp } from "../common/context";
import { ToolCard } from "../tool/tool_card";
import { CanvasRow } from "./canvas_row";
import { MessageRow } from "./message_row";
import { PlanRow } from "./plan_row";
import { PromptRow } from "./prompt_row";
import {
  ElicitationRow,
  ForkedRow,
  NoticeRow,
  PermissionRow,
  RecapRow,
  SessionRow,
  UnknownRow,
} from "./small_rows";
import { TurnEndRow } from "./turn_end_row";

interface RowProps {
  readonly row: Row;
  /** Its turn is under way. */
  readonly live: boolean;
}

export const RowView = memo(function RowView({ row, live }: RowProps) {
  return (
    <>
      {row.speaker && <Speaker id={row.speaker} />}
      <Content row={row} live={live} />
    </>
  );
});

/** Which agent says or does what follows. */
function Speaker({ id }: { readonly id: string }) {
  const name = useApp().agents.value.find((agent) => agent.id === id)?.name ?? id;
  return (
    <div class="speaker" data-testid="speaker">
      <span class="speaker-mark" aria-hidden="true">
        {name.slice(0, 1).toUpperCase()}
      </span>
      {name}
    </div>
  );
}

function Content({ row, live }: RowProps) {
  const { entry } = row;
  switch (entry.kind) {
    case "prompt":
      return <PromptRow entry={entry} />;
    case "message":
      return <MessageRow id={row.id} entry={entry} live={live} />;
    case "tool":
      return (
        <ToolCard
          id={row.id}
          entry={entry}
          asked={live && row.asked}
          {...(row.decision && { decision: row.decision })}
        />
      );
    case "plan":
      return <PlanRow entry={entry} />;
    case "turnEnd":
      return <TurnEndRow id={row.id} entry={entry} />;
    case "session":
      return <SessionRow id={row.id} entry={entry} />;
    case "permission":
      return <PermissionRow entry={entry} />;
    case "elicitation":
      return <ElicitationRow entry={entry} />;
    case "notice":
      return <NoticeRow entry={entry} />;
    case "unknown":
      return <UnknownRow id={row.id} entry={entry} />;
    case "recap":
      return <RecapRow id={row.id} entry={entry} />;
    case "forked":
      return <ForkedRow entry={entry} />;
    case "canvas":
      return <CanvasRow entry={entry} />;
  }
}
