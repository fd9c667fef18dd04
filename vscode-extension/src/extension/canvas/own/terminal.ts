import { window } from "vscode";
import { check, object, optional, text } from "../../../bridge/shape";
import type { OwnKind } from "./view";

const INPUT = object({ command: optional(text(4000)), title: optional(text(200)) });
const LINE_BREAKS = /[\r\n]+/g;

/** A terminal with a command typed, which a person may run. */
export const terminal: OwnKind = {
  canvasId: "vscode-terminal",
  displayName: "Terminal",
  description:
    "Open a terminal for the person, with a command typed into it that the person can run or change. For what the person should do, such as a login. It is not run by itself, and its output is not told.",
  inputSchema: {
    type: "object",
    properties: {
      command: { type: "string", description: "One line to type. It is not run." },
      title: { type: "string", description: "The name of the terminal; short." },
    },
    additionalProperties: false,
  },
  async open(input, onClosed) {
    const { command, title = "Agent" } = check(INPUT, input);
    const opened = window.createTerminal({ name: title, isTransient: true });
    opened.show(true);
    if (command) opened.sendText(command.replace(LINE_BREAKS, " "), false);
    const closing = window.onDidCloseTerminal((closed) => {
      if (closed === opened) onClosed();
    });
    const dispose = () => {
      closing.dispose();
      opened.dispose();
    };
    return { shown: { title }, dispose };
  },
};
