// The output of a command, with its colours.

import { useMemo } from "preact/hooks";
import { ansiHtml } from "../../chat/components/tool/ansi";
import type { TerminalContent } from "../content";

export function TerminalView({ terminal }: { readonly terminal: TerminalContent }) {
  const html = useMemo(() => ansiHtml(terminal.output), [terminal.output]);
  return (
    <section class="terminal-view" data-testid="terminal">
      {terminal.command !== null && (
        <p class="terminal-command" title={terminal.cwd ?? undefined}>
          <span class="quiet">$</span> {terminal.command}
        </p>
      )}
      <pre class="output" tabIndex={0} dangerouslySetInnerHTML={{ __html: html }} />
      {terminal.exitCode !== null && (
        <p class={terminal.exitCode === 0 ? "quiet" : "problem"}>Exit code {terminal.exitCode}</p>
      )}
    </section>
  );
}
