import { randomUUID } from "node:crypto";
import { commands, type ExtensionContext, Uri, window, workspace } from "vscode";
import { check, object, optional, text } from "../bridge/shape";
import type { ConversationId } from "../protocol";
import { registerCanvasCommands } from "./canvas/commands";
import { browser } from "./canvas/own/browser";
import { diff } from "./canvas/own/diff";
import { editor } from "./canvas/own/editor";
import { OwnCanvases } from "./canvas/own/provider";
import { canvasRequests } from "./canvas/own/requests";
import { terminal } from "./canvas/own/terminal";
import { CanvasPanels } from "./canvas/panels";
import { CHAT_VIEW, ChatView } from "./chat/view";
import { registerCodeActions } from "./code_actions";
import { registerCommands } from "./commands";
import { activityOf } from "./conversations/activity";
import { tellWhenAway } from "./conversations/notices";
import { showStatus } from "./conversations/status_bar";
import { ConversationWatch } from "./conversations/watch";
import { editorContext, onDidChangeContext } from "./editor_context";
import { DiffDocuments } from "./host/diff_documents";
import { FileCompletion } from "./host/file_completion";
import { hostHandlers } from "./host/handlers";
import { LoginTerminals } from "./host/login_terminals";
import { serverArguments } from "./server/arguments";
import { locateEasel } from "./server/locate";
import { ServerService } from "./server/service";
import { serverKeys } from "./server/settings";
import { serverActions } from "./server_actions";
import { setupProgress } from "./setup_progress";

/** Settings that the server depends on from its start. */
const RESTARTING = ["easel.server", "easel.stateDir"];
const DID_SHOW = object({ conversationId: optional(text(200)) });

/** The composition root: at the start of every window. The server starts when it is needed. */
export function activate(context: ExtensionContext): void {
  const output = window.createOutputChannel("Easel", { log: true });
  const clientId = stableClientId(context);
  const withProgress = setupProgress(context.subscriptions);
  const server: ServerService = new ServerService({
    locate: (anew, onStep) => locateEasel(sources(context), withProgress(onStep), anew),
    arguments: () => serverArguments(setting("stateDir")),
    isTrusted: () => workspace.isTrusted,
    clientId,
    settingKeys: serverKeys(context.extension.packageJSON),
    output,
    requests: () => canvasRequests(own),
  });
  const watch = new ConversationWatch(server);
  const diffs = new DiffDocuments();
  const own: OwnCanvases = new OwnCanvases({
    clientId,
    kinds: [editor, diff(diffs), terminal, browser()],
    dispatch: (channel, clientSeq, action) =>
      server.notify("easel/ahp/dispatchAction", { channel, clientSeq, action }),
  });
  const showOutput = () => output.show();
  let shown: ConversationId | null = null;
  const handlers = hostHandlers({
    diffs,
    completion: new FileCompletion(),
    logins: new LoginTerminals(server),
    showOutput,
    restartServer: () => server.restart(),
    runServerAction: serverActions(server, showOutput),
    openCanvas: (params) => panels.open(params),
    didShow: (params) => {
      shown = check(DID_SHOW, params).conversationId ?? null;
      if (shown) void panels.follow(shown).catch((error) => output.warn(String(error)));
    },
  });
  const handler = (method: string) => handlers[method as keyof typeof handlers];
  const page = { extension: context.extensionUri, bridge: { server, output, handler } };
  const chat = new ChatView({ ...page, context: editorContext });
  const panels = new CanvasPanels({
    server,
    page,
    memory: context.workspaceState,
    ownExtension: `client:${clientId}`,
    onFollow: (channel) => own.declare(channel),
  });
  context.subscriptions.push(
    output,
    server,
    watch,
    diffs,
    chat,
    panels,
    registerCanvasCommands({ server, panels, shown: () => shown }),
    window.registerWebviewViewProvider(CHAT_VIEW, chat, {
      webviewOptions: { retainContextWhenHidden: true },
    }),
    registerCommands({ chat, server, watch, shown: () => shown, showOutput }),
    registerCodeActions(chat),
    showStatus(server, watch),
    watch.onDidChange(() => {
      const { running, waiting } = activityOf(watch.all);
      chat.showBadge(waiting.length, `${waiting.length} waiting for an answer`);
      const isLive = running.length + waiting.length > 0;
      void commands.executeCommand("setContext", "easel.isTurnLive", isLive);
    }),
    tellWhenAway(watch, (conversationId) => {
      void chat.run({ command: "openConversation", conversationId });
    }),
    onDidChangeContext(() => chat.pushContext()),
    chat.onDidResolve(() => server.start()),
    workspace.onDidGrantWorkspaceTrust(() => server.refresh()),
    workspace.onDidChangeConfiguration((change) => {
      if (RESTARTING.some((key) => change.affectsConfiguration(key))) void server.refresh();
    }),
  );
}

/** Stays the same for this workspace, so that its canvases find back to it after a restart. */
function stableClientId({ workspaceState }: ExtensionContext): string {
  const known = workspaceState.get<string>("clientId");
  const id = known ?? `vscode-${randomUUID().slice(0, 8)}`;
  if (!known) void workspaceState.update("clientId", id);
  return id;
}

function sources(context: ExtensionContext) {
  return {
    path: setting("server.path"),
    python: setting("server.python"),
    wheels: Uri.joinPath(context.extensionUri, "server").fsPath,
    environments: Uri.joinPath(context.globalStorageUri, "server").fsPath,
  };
}

function setting(key: string): string | undefined {
  return workspace.getConfiguration("easel").get<string>(key) || undefined;
}
