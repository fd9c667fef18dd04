// What a tool call shows when it is open.

import type { JsonObject, ToolCall } from "../../../../protocol";
import { Disclosure } from "../common/disclosure";
import { ContentBlockView } from "../thread/content_block";
import { DiffView } from "./diff_view";
import { Json } from "./json";
import { TerminalView } from "./terminal_view";
import { diffsOf, terminalsOf } from "./tool_looks";

export function ToolContent({ id, call }: { readonly id: string; readonly call: ToolCall }) {
  return (
    <div class="card-body" data-testid="tool-content">
      {(call.content ?? []).map((content, at) => (
        <Part key={at} content={content} call={call} />
      ))}
      {call.rawInput !== undefined && call.rawInput !== null && (
        <Disclosure id={`${id}/input`} summary="Input" testid="raw-input">
          {() => <Json value={call.rawInput} />}
        </Disclosure>
      )}
      {call.rawOutput !== undefined && call.rawOutput !== null && (
        <Disclosure id={`${id}/output`} summary="Output" testid="raw-output">
          {() => <Json value={call.rawOutput} />}
        </Disclosure>
      )}
    </div>
  );
}

function Part({ content, call }: { readonly content: JsonObject; readonly call: ToolCall }) {
  const only = { ...call, content: [content] };
  const [diff] = diffsOf(only);
  if (diff) {
    return <DiffView diff={diff} />;
  }
  const [terminal] = terminalsOf(only);
  if (terminal) {
    return <TerminalView terminal={terminal} live={call.status === "in_progress"} />;
  }
  if (content.type === "content" && typeof content.content === "object" && content.content) {
    return <ContentBlockView block={content.content as JsonObject} />;
  }
  return <Json value={content} />;
}
