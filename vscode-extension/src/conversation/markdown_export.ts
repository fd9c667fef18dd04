// A thread as a Markdown text, to keep or to send to somebody.

import { promptText } from "./attachments";
import { type Entry, textOf } from "./entries";
import { endSign } from "./status";
import { entriesOf, type Thread } from "./thread";

export function threadAsMarkdown(thread: Thread): string {
  const { title, agent, cwd, createdAt } = thread.info;
  const head = `# ${title || "Conversation"}\n\n- Agent: ${agent}\n- Folder: ${cwd}\n- Begun: ${createdAt}\n`;
  return [head, ...entriesOf(thread).map(section).filter(Boolean)]
    .join("\n")
    .trimEnd()
    .concat("\n");
}

function section(entry: Entry): string {
  switch (entry.kind) {
    case "prompt":
      return `## You\n\n${promptText(entry.content)}\n`;
    case "message":
      return message(entry.role, textOf(entry.parts));
    case "tool":
      return `- **${entry.call.title}** (${entry.call.kind}, ${entry.call.status})\n`;
    case "plan":
      return entry.entries
        .map(
          ({ content, status }) => `- [${status === "completed" ? "x" : " "}] ${String(content)}\n`,
        )
        .join("");
    case "notice":
      return `> ${entry.text}\n`;
    case "turnEnd": {
      const sign = endSign(entry.reason);
      return sign ? `> ${sign.label}\n` : "";
    }
    default:
      return "";
  }
}

function message(role: string, text: string): string {
  if (role === "thought") {
    return `<details><summary>Thought</summary>\n\n${text}\n\n</details>\n`;
  }
  return role === "user" ? `## You\n\n${text}\n` : `${text}\n`;
}
