import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "./fixtures";
import { EXTENSION } from "./places";

const WHEELS = join(EXTENSION, "server");

test.use({ settings: { "easel.server.path": "" } });
test.setTimeout(240_000);

test("the first start makes an environment for the server, and the second uses it", async ({
  vscode,
}) => {
  const hasWheel = existsSync(WHEELS) && readdirSync(WHEELS).length > 0;
  test.skip(!hasWheel, "the extension brings no server: run `make vsix`");
  await vscode.openChat();
  await expect(vscode.toasts).toContainText("setting up the server");
  await vscode.screenshot("set-up-progress");
  await expect(vscode.statusItem).toHaveAttribute("aria-label", /open the chat/, {
    timeout: 200_000,
  });
  await vscode.screenshot("set-up-done");
  await vscode.command("Easel: Restart Server");
  await expect(vscode.statusItem).toHaveAttribute("aria-label", /starting/);
  await expect(vscode.statusItem).toHaveAttribute("aria-label", /open the chat/);
  await expect(vscode.toasts).not.toContainText("setting up the server");
});
