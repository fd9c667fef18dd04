// The smallest panel that can hold a conversation. The real one takes its place.
import "./chat.css";

declare function acquireVsCodeApi(): { postMessage(message: unknown): void };

const api = acquireVsCodeApi();
const waiting = new Map<number, (message: { result?: unknown }) => void>();
let lastId = 0;
let conversationId: string | undefined;

function request(method: string, params: object): Promise<unknown> {
  lastId += 1;
  const id = lastId;
  api.postMessage({ kind: "request", id, method, params });
  return new Promise((resolve) => waiting.set(id, ({ result }) => resolve(result)));
}

function add(tag: string, testId: string, text: string): HTMLElement {
  const element = document.createElement(tag);
  element.dataset.testid = testId;
  element.textContent = text;
  document.body.append(element);
  return element;
}

const state = add("p", "server-state", "");
const input = add("textarea", "composer-input", "") as HTMLTextAreaElement;
add("button", "send", "Send").onclick = () => void send();
add("button", "stop", "Stop").onclick = () =>
  void request("easel/conversation/cancel", { conversationId, onTimeout: "interrupt" });
const messages = new Map<string, HTMLElement>();

async function send(): Promise<void> {
  const prompt = input.value;
  input.value = "";
  if (!conversationId) {
    const { conversation } = (await request("easel/conversation/create", {})) as {
      conversation: { id: string };
    };
    conversationId = conversation.id;
    await request("easel/conversation/open", { conversationId });
  }
  await request("easel/conversation/prompt", { conversationId, prompt, detach: true });
}

// biome-ignore lint/suspicious/noExplicitAny: this file is replaced as a whole
function show(event: any): void {
  if (event.type === "message" && event.role === "assistant") {
    const known = messages.get(event.messageId) ?? add("p", "message-assistant", "");
    messages.set(event.messageId, known);
    known.textContent += event.content.text ?? "";
  } else if (event.type === "turnEnded") {
    add("p", "turn-end", event.reason);
  } else if (event.type === "toolCall") {
    const diff = event.toolCall.content?.find((each: { type: string }) => each.type === "diff");
    if (!diff || document.querySelector("[data-testid=open-diff]")) return;
    add("button", "open-diff", "Diff").onclick = () =>
      void request("host/openDiff", {
        title: event.toolCall.title,
        oldText: diff.oldText ?? "",
        newText: diff.newText,
        uri: diff.path,
      });
  } else if (event.type === "permissionRequested") {
    for (const { optionId, name } of event.options) {
      add("button", "permission-option", name).onclick = () =>
        void request("easel/permission/respond", {
          conversationId,
          permissionId: event.permissionId,
          optionId,
        });
    }
  }
}

window.addEventListener("message", ({ data }) => {
  if (data.kind === "response") waiting.get(data.id)?.(data);
  else if (data.method === "host/serverState") {
    state.textContent = `${data.params.state} ${data.params.message ?? ""}`;
  } else if (data.method === "easel/conversation/didUpdate") data.params.events.forEach(show);
});
api.postMessage({ kind: "ready" });
