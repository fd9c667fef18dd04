import assert from "node:assert/strict";
import { ServerNotReadyError } from "../../src/extension/server/service";
import { serverDouble, WebviewDouble } from "./webview_double";

export async function requestsOfEaselGoToTheServer(): Promise<void> {
  const webview = new WebviewDouble(serverDouble((method, params) => ({ method, params })));
  const result = await webview.request("easel/status", { a: 1 });
  assert.deepEqual(result, { method: "easel/status", params: { a: 1 } });
  webview.dispose();
}

export async function aWebviewThatListensIsToldHowTheServerDoes(): Promise<void> {
  const webview = new WebviewDouble(serverDouble());
  webview.send({ kind: "ready" });
  assert.deepEqual(webview.heard, [
    { kind: "notification", method: "host/serverState", params: { state: "ready" } },
  ]);
  webview.dispose();
}

export async function whatIsNoMessageCostsALineInTheLog(): Promise<void> {
  const webview = new WebviewDouble(serverDouble());
  for (const garbage of [null, 7, "x", { kind: "request", id: 1, method: "exit", params: {} }]) {
    webview.send(garbage);
  }
  assert.equal(webview.warnings.length, 4);
  assert.deepEqual(webview.heard, []);
  webview.dispose();
}

export async function errorsAreTypedAndSayWhatIsWrong(): Promise<void> {
  const server = serverDouble(() => {
    throw new ServerNotReadyError("No Python.");
  });
  const webview = new WebviewDouble(server);
  const { error } = await webview.request("easel/status", {});
  assert.deepEqual(error, {
    code: -32603,
    message: "No Python.",
    data: { kind: "serverNotReady" },
  });
  const unknown = await webview.request("host/format", {});
  assert.equal((unknown.error as { code: number }).code, -32601);
  const misfit = await webview.request("host/copy", { text: 7 });
  assert.deepEqual((misfit.error as { data: unknown }).data, {
    kind: "invalidParams",
    path: "$.text",
  });
  webview.dispose();
}
