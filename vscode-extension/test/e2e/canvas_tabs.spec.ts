import { renameSync, rmSync, writeFileSync } from "node:fs";
import { expect, test } from "./fixtures";

/** Has pages of canvases do nothing, as before their script is there, for as long as it is so wished. */
const WITHHOLD_API = `{
  const isWithheld = () =>
    document.body.dataset.bundle === "canvas" && localStorage.getItem("withheld") !== null;
  let api;
  Object.defineProperty(globalThis, "acquireVsCodeApi", {
    set: (given) => { api = given; },
    get: () => (isWithheld() ? undefined : api),
  });
}`;

// An agent starts the server of its tools for each thing it does.
test.slow();

test("tabs follow their canvases again when another server took the place of one that died", async ({
  vscode,
}) => {
  await vscode.startConversation();
  await vscode.say('/canvas markdown {"title": "Chapter one", "text": "It was a dark night"}');
  await expect(vscode.tab("Chapter one")).toBeVisible();
  await vscode.killServer();
  await vscode.say('/canvas update markdown {"title": "Chapter two"}');
  await expect(vscode.tab("Chapter two")).toBeVisible();
  await expect(vscode.tab("Chapter one")).toHaveCount(0);
  await vscode.say("/canvas table");
  await expect(vscode.tab("A thousand rows")).toBeVisible();
});

test("a tab that is restored before there is a server follows its canvas once there is one", async ({
  vscode,
}) => {
  const chat = await vscode.startConversation();
  await vscode.say('/canvas markdown {"title": "Chapter one", "text": "It was a dark night"}');
  await expect(vscode.panel.getByTestId("canvas")).toContainText("dark night");
  renameSync(vscode.stateDir, `${vscode.stateDir}-away`);
  writeFileSync(vscode.stateDir, "no folder, so no server starts");
  await vscode.reload();
  await expect(vscode.tab("Chapter one")).toBeVisible();
  await expect(chat.getByTestId("server-note")).toBeVisible();
  await vscode.screenshot("canvas-tab-without-server");

  rmSync(vscode.stateDir);
  renameSync(`${vscode.stateDir}-away`, vscode.stateDir);
  await vscode.command("Easel: Restart Server");
  await expect(vscode.panel.getByTestId("canvas")).toContainText("dark night");
  await vscode.say('/canvas update markdown {"title": "Chapter two"}');
  await expect(vscode.tab("Chapter two")).toBeVisible();
});

test("a tab whose page had no time to say what it shows is restored after a reload", async ({
  vscode,
}) => {
  await vscode.page.addInitScript({ content: WITHHOLD_API });
  await vscode.page.evaluate('localStorage.setItem("withheld", "yes")');
  await vscode.startConversation();
  await vscode.say('/canvas markdown {"title": "Chapter one", "text": "It was a dark night"}');
  await expect(vscode.tab("Chapter one")).toBeVisible();
  await expect(vscode.panel.getByTestId("canvas")).toHaveCount(0);
  await vscode.page.evaluate('localStorage.removeItem("withheld")');
  await vscode.reload();
  await expect(vscode.panel.getByTestId("canvas")).toContainText("dark night");
  await expect(vscode.tab("Chapter one")).toBeVisible();
});
