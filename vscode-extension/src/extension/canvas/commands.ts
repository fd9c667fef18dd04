import { commands, type Disposable, type QuickPickItem, QuickPickItemKind, window } from "vscode";
import type {
  CanvasDeclaration,
  CanvasListResult,
  CanvasOpenResult,
  ConversationId,
  OpenCanvas,
} from "../../protocol";
import type { ServerService } from "../server/service";
import type { CanvasPanels } from "./panels";

export interface CanvasCommandContext {
  readonly server: ServerService;
  readonly panels: CanvasPanels;
  /** The conversation that the chat panel shows. */
  readonly shown: () => ConversationId | null;
}

const EASEL = "easel";
const TRACE = "trace";

interface Choice extends QuickPickItem {
  readonly open?: OpenCanvas;
  readonly declaration?: CanvasDeclaration;
}

/** "Show Canvas": those that are open, and those that can be opened without being told what to show. */
export function registerCanvasCommands(context: CanvasCommandContext): Disposable {
  return commands.registerCommand("easel.showCanvas", () => showCanvas(context));
}

async function showCanvas({ server, panels, shown }: CanvasCommandContext): Promise<void> {
  const conversationId = shown();
  if (!conversationId) {
    void window.showInformationMessage("Open a conversation first: canvases belong to one.");
    return;
  }
  await panels.follow(conversationId);
  const listed = await server.request("easel/canvas/list", { conversationId });
  const placeHolder = "Which canvas of this conversation?";
  const choice = await window.showQuickPick(choices(listed as CanvasListResult), {
    placeHolder,
    matchOnDescription: true,
  });
  if (choice?.open) await panels.open({ channel: choice.open.channel, conversationId });
  if (!choice?.declaration) return;
  const { canvasId, extensionId, source } = choice.declaration;
  const params = { conversationId, canvasId, extensionId };
  const { channel } = (await server.request("easel/canvas/open", params)) as CanvasOpenResult;
  if (source.kind === "server") await panels.open({ channel, conversationId });
}

function choices({ open, declarations }: CanvasListResult): readonly Choice[] {
  const shown = open.map((each) => ({ label: each.title || each.canvasId, open: each }));
  const openable = declarations.filter(needsNoInput).map((declaration) => ({
    label: declaration.displayName,
    description: declaration.canvasId,
    declaration,
  }));
  const separator = (label: string) => ({ label, kind: QuickPickItemKind.Separator });
  return [separator("Open"), ...shown, separator("Can be opened"), ...openable];
}

/** Most canvases show what an agent fills them with: they make no sense empty. */
function needsNoInput({ canvasId, extensionId, inputSchema }: CanvasDeclaration): boolean {
  if (extensionId === EASEL) return canvasId === TRACE;
  const required = inputSchema?.required;
  return !Array.isArray(required) || required.length === 0;
}
