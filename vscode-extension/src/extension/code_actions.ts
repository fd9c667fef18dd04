import {
  CodeAction,
  type CodeActionContext,
  CodeActionKind,
  type CodeActionProvider,
  commands,
  type Diagnostic,
  Disposable,
  languages,
  type Range,
  type TextDocument,
} from "vscode";
import type { ChatView } from "./chat/view";
import { excerptOf } from "./editor_context";

const COMPOSE = "easel.composeFromCode";

/** On a selection: ask about it. On a problem: have it fixed. Nothing is sent by itself. */
export function registerCodeActions(chat: ChatView): Disposable {
  return Disposable.from(
    commands.registerCommand(COMPOSE, (document: TextDocument, range: Range, text: string) =>
      chat.run({ command: "compose", text, excerpts: [excerptOf(document, range)] }),
    ),
    languages.registerCodeActionsProvider([{ scheme: "file" }, { scheme: "untitled" }], PROVIDER, {
      providedCodeActionKinds: [CodeActionKind.QuickFix, CodeActionKind.Empty],
    }),
  );
}

const PROVIDER: CodeActionProvider = {
  provideCodeActions(document, range, context) {
    if (document.fileName.endsWith(".chat.md")) return [];
    return [...fixes(document, context), ...questions(document, range)];
  },
};

function questions(document: TextDocument, range: Range): readonly CodeAction[] {
  if (range.isEmpty) return [];
  return [
    action("Easel: Ask about this", CodeActionKind.Empty, document, range, ""),
    action("Easel: Explain", CodeActionKind.Empty, document, range, "Explain this code."),
    action("Easel: Write a test", CodeActionKind.Empty, document, range, "Write a test for this."),
  ];
}

function fixes(document: TextDocument, { diagnostics }: CodeActionContext): readonly CodeAction[] {
  return diagnostics.map((diagnostic) => {
    const title = `Easel: Fix: ${firstLine(diagnostic)}`;
    const { start, end } = diagnostic.range;
    const lines = document.lineAt(start.line).range.union(document.lineAt(end.line).range);
    const text = `Fix this problem: ${diagnostic.message}`;
    const fix = action(title, CodeActionKind.QuickFix, document, lines, text);
    fix.diagnostics = [diagnostic];
    return fix;
  });
}

function action(
  title: string,
  kind: CodeActionKind,
  document: TextDocument,
  range: Range,
  text: string,
): CodeAction {
  const made = new CodeAction(title, kind);
  made.command = { title, command: COMPOSE, arguments: [document, range, text] };
  return made;
}

function firstLine({ message }: Diagnostic): string {
  const [line = ""] = message.split("\n");
  return line.length > 60 ? `${line.slice(0, 59)}…` : line;
}
