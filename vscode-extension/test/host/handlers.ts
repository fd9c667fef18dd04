import assert from "node:assert/strict";
import { commands, env, TabInputTextDiff, Uri, window, workspace } from "vscode";
import { serverDouble, WebviewDouble } from "./webview_double";

function fileUri(name: string): string {
  const [folder] = workspace.workspaceFolders ?? [];
  assert.ok(folder, "no folder is open");
  return Uri.joinPath(folder.uri, name).toString();
}

async function ask(method: string, params: object): Promise<Record<string, unknown>> {
  const webview = new WebviewDouble(serverDouble());
  try {
    return await webview.request(method, params);
  } finally {
    webview.dispose();
  }
}

export async function aLocationOpensAtItsRange(): Promise<void> {
  const range = { start: { line: 1, character: 4 }, end: { line: 1, character: 10 } };
  await ask("host/openLocation", { uri: fileUri("greet.py"), range });
  assert.equal(
    window.activeTextEditor?.document.getText(window.activeTextEditor.selection),
    "return",
  );
  await commands.executeCommand("workbench.action.closeAllEditors");
}

export async function aUriThatIsNoDocumentIsRefused(): Promise<void> {
  for (const uri of ["command:workbench.action.quit", "https://example.org", "vscode://x/y"]) {
    const { error } = await ask("host/openLocation", { uri });
    assert.equal((error as { code: number } | undefined)?.code, -32602, uri);
  }
}

export async function aDiffShowsBothTexts(): Promise<void> {
  const webview = new WebviewDouble(serverDouble());
  const texts = { oldText: "a\n", newText: "b\n" };
  await webview.request("host/openDiff", { title: "A change", uri: "/x/a.py", ...texts });
  const input = window.tabGroups.activeTabGroup.activeTab?.input;
  assert.ok(input instanceof TabInputTextDiff);
  const [before, after] = await Promise.all([
    workspace.openTextDocument(input.original),
    workspace.openTextDocument(input.modified),
  ]);
  assert.deepEqual([before.getText(), after.getText()], ["a\n", "b\n"]);
  assert.equal(after.languageId, "python");
  await commands.executeCommand("workbench.action.closeAllEditors");
  webview.dispose();
}

export async function filesAreCompletedAndRead(): Promise<void> {
  const { files } = await ask("host/completeFiles", { query: "gre" });
  const file = { uri: fileUri("greet.py"), name: "greet.py", path: "greet.py" };
  assert.deepEqual(files, [file]);
  const { data } = await ask("host/readFile", { uri: file.uri });
  assert.match(Buffer.from(String(data), "base64").toString(), /^def greet/);
  const { error } = await ask("host/readFile", { uri: fileUri("none.py") });
  assert.ok(error);
}

export async function onlyPagesAreOpenedOutside(): Promise<void> {
  for (const url of ["command:x", "file:///etc/passwd", "javascript:alert(1)"]) {
    assert.deepEqual(await ask("host/openExternal", { url }), { opened: false }, url);
  }
}

export async function textIsCopied(): Promise<void> {
  await ask("host/copy", { text: "copied" });
  assert.equal(await env.clipboard.readText(), "copied");
}
