// How a turn ended.

import type { TurnEndEntry } from "../../../../conversation/entries";
import { clock, count } from "../../../../conversation/format";
import { endSign } from "../../../../conversation/status";
import { Disclosure } from "../common/disclosure";
import { Icon } from "../common/icon";

export function TurnEndRow({ id, entry }: { readonly id: string; readonly entry: TurnEndEntry }) {
  const sign = endSign(entry.reason);
  return (
    <div
      class={`turn-end ${sign?.tone ?? "neutral"}`}
      data-testid="turn-end"
      data-reason={entry.reason}
    >
      {sign && (
        <p class="turn-end-line">
          <Icon name={sign.icon} /> {sign.label}
        </p>
      )}
      {entry.error && <Failure id={id} entry={entry} />}
      <p class="turn-end-meta">
        <time dateTime={entry.at}>{clock(entry.at)}</time>
        {entry.usage?.outputTokens !== undefined && (
          <span> · {count(entry.usage.outputTokens)} tokens</span>
        )}
      </p>
    </div>
  );
}

function Failure({ id, entry }: { readonly id: string; readonly entry: TurnEndEntry }) {
  const { message, data } = entry.error ?? { message: "", data: undefined };
  const stderr = (data as { stderrTail?: unknown } | null | undefined)?.stderrTail;
  return (
    <>
      <p class="turn-end-error">{message}</p>
      {typeof stderr === "string" && stderr !== "" && (
        <Disclosure id={`${id}/stderr`} summary="Last lines of the agent" testid="stderr">
          {() => <pre class="output">{stderr}</pre>}
        </Disclosure>
      )}
    </>
  );
}
