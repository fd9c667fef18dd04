import assert from "node:assert/strict";
import { commands, extensions, window, workspace } from "vscode";

interface Keybinding {
  readonly key: string;
  readonly command: string;
  readonly when?: string;
}

/** Whatever the platform: VS Code lists the defaults of the one that it runs on. */
export async function ourKeysClashWithNothing(): Promise<void> {
  const ours: readonly Keybinding[] =
    extensions.getExtension("easel.easel")?.packageJSON.contributes.keybindings;
  assert.ok(ours.length > 0);
  const others = (await defaultKeybindings()).filter(
    ({ command, when }) => !command.startsWith("easel.") && when !== "false",
  );
  assert.ok(others.length > 500, `only ${others.length} keys are known`);
  for (const { key } of ours) {
    const clashes = others.filter((other) => other.key === key || key.startsWith(`${other.key} `));
    assert.deepEqual(clashes, []);
  }
}

async function defaultKeybindings(): Promise<readonly Keybinding[]> {
  await commands.executeCommand("workbench.action.openDefaultKeybindingsFile");
  const listed = workspace.textDocuments.find(({ uri }) => uri.path.endsWith("keybindings.json"));
  const text = listed?.getText() ?? window.activeTextEditor?.document.getText() ?? "[]";
  await commands.executeCommand("workbench.action.closeActiveEditor");
  return JSON.parse(text.replace(/^\s*\/\/.*$/gm, ""));
}
