import { commands, Disposable, window } from "vscode";
import type { ConversationId } from "../protocol";
import type { ChatView } from "./chat/view";
import { activityOf, titleOf } from "./conversations/activity";
import type { ConversationWatch } from "./conversations/watch";
import { filesOf, selectedExcerpt } from "./editor_context";
import { openSettings } from "./host/dialogs";
import type { ServerService } from "./server/service";

export interface CommandContext {
  readonly chat: ChatView;
  readonly server: ServerService;
  readonly watch: ConversationWatch;
  /** The conversation that the chat panel shows. */
  readonly shown: () => ConversationId | null;
  readonly showOutput: () => void;
}

/** Every command of the palette and of the menus. */
export function registerCommands(context: CommandContext): Disposable {
  const { chat, server } = context;
  const handlers: Readonly<Record<string, (...args: unknown[]) => unknown>> = {
    "easel.openChat": () => chat.focus(),
    "easel.newConversation": () => chat.run({ command: "newConversation" }),
    "easel.showConversations": () => chat.run({ command: "showConversations" }),
    "easel.showDeleted": () => chat.run({ command: "showDeleted" }),
    "easel.exportConversation": () => chat.run({ command: "exportConversation" }),
    "easel.showWaiting": () => showWaiting(context),
    "easel.stopGenerating": () => stopGenerating(context),
    "easel.askAboutSelection": () => askAboutSelection(chat),
    "easel.addToChat": (clicked, selected) =>
      chat.run({ command: "compose", files: filesOf(clicked, selected) }),
    "easel.restartServer": () => server.restart(),
    "easel.installServer": () => server.restart(true),
    "easel.showLog": context.showOutput,
    "easel.openSettings": () => openSettings(),
    "easel.openWalkthrough": () =>
      commands.executeCommand("workbench.action.openWalkthrough", "easel.easel#easel.start", false),
  };
  return Disposable.from(
    ...Object.entries(handlers).map(([id, handler]) => commands.registerCommand(id, handler)),
  );
}

/** Show the chat; the conversation that waits for an answer, if there is one. */
async function showWaiting({ chat, server, watch }: CommandContext): Promise<void> {
  const [first] = activityOf(watch.all).waiting;
  if (server.state.state === "ready" && first) {
    await chat.run({ command: "openConversation", conversationId: first.id });
  } else {
    await chat.focus();
  }
}

/** Stop the turn on screen, else the one that runs; a person chooses among several. */
async function stopGenerating(context: CommandContext): Promise<void> {
  const { running, waiting } = activityOf(context.watch.all);
  const live = [...waiting, ...running];
  const shown = live.find(({ id }) => id === context.shown());
  const chosen = shown ?? (live.length > 1 ? await choose(live) : live[0]);
  if (!chosen) return;
  const params = { conversationId: chosen.id, onTimeout: "interrupt" };
  await context.server.request("easel/conversation/cancel", params);
}

async function choose(live: ReturnType<typeof activityOf>["running"]) {
  const items = live.map((conversation) => ({
    label: titleOf(conversation),
    description: conversation.agent,
    conversation,
  }));
  const placeHolder = "Which conversation should stop generating?";
  return (await window.showQuickPick(items, { placeHolder }))?.conversation;
}

async function askAboutSelection(chat: ChatView): Promise<void> {
  const editor = window.activeTextEditor;
  const excerpt = editor && selectedExcerpt(editor);
  await chat.run({
    command: "compose",
    ...(excerpt ? { excerpts: [excerpt] } : { files: filesOf(undefined, undefined) }),
  });
}
