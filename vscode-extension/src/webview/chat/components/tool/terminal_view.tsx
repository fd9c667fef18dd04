// The output of a command, live.

import { useLayoutEffect, useMemo, useRef } from "preact/hooks";
import { Icon } from "../common/icon";
import { ansiHtml } from "./ansi";
import type { TerminalContent } from "./tool_looks";

export function TerminalView({
  terminal,
  live,
}: {
  readonly terminal: TerminalContent;
  readonly live: boolean;
}) {
  const frame = useRef<HTMLPreElement>(null);
  const follows = useRef(true);
  const html = useMemo(() => ansiHtml(terminal.output), [terminal.output]);
  useLayoutEffect(() => {
    if (frame.current && follows.current) {
      frame.current.scrollTop = frame.current.scrollHeight;
    }
  }, [html]);
  return (
    <section class="terminal" data-testid="terminal" aria-label="Output of the command">
      {terminal.truncated && <p class="quiet">What came before is not kept.</p>}
      <pre
        ref={frame}
        class="output"
        tabIndex={0}
        onScroll={({ currentTarget }) => {
          const { scrollHeight, scrollTop, clientHeight } = currentTarget;
          follows.current = scrollHeight - scrollTop - clientHeight < 8;
        }}
        dangerouslySetInnerHTML={{ __html: html }}
      />
      <p class="terminal-end">{ending(terminal, live)}</p>
    </section>
  );
}

function ending({ exitCode, signal }: TerminalContent, live: boolean) {
  if (signal !== null) {
    return <span class="error">Ended by {signal}</span>;
  }
  if (exitCode !== null) {
    return <span class={exitCode === 0 ? "quiet" : "error"}>Exit code {exitCode}</span>;
  }
  return live ? (
    <span class="quiet">
      <Icon name="loading" /> Running
    </span>
  ) : null;
}
