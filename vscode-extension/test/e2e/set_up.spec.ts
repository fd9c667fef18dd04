import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import type { FrameLocator } from "@playwright/test";
import { Unavailable } from "../../tools/lib/unavailable.mjs";
import { ensureUv } from "../../tools/lib/uv.mjs";
import { expect, openWindow, test } from "./fixtures";
import { ARTIFACTS, EXTENSION } from "./places";
import type { VSCode } from "./vscode";

const WHEELS = join(EXTENSION, "server");
/** Where VS Code keeps what belongs to the extension. */
const STORAGE = join("vscode", "data", "data", "User", "globalStorage", "easel.easel");
const PATH = (process.env.PATH ?? "").split(delimiter);
const UV = uvFolder();
/** Programs of these tests; each worker has its own. */
const BIN = join(ARTIFACTS, "programs", String(process.pid));

test.use({ settings: { "easel.server.path": "" } });
test.setTimeout(300_000);
test.beforeEach(() => {
  const hasWheel = existsSync(WHEELS) && readdirSync(WHEELS).length > 0;
  test.skip(!hasWheel, "the extension brings no server: run `make vsix`");
});

test.describe("with Python's venv", () => {
  test.use({ path: PATH.filter((folder) => !existsSync(join(folder, "uv"))) });

  test("the first start makes an environment for the server, and the second uses it", async ({
    vscode,
  }) => {
    const chat = await vscode.openChat();
    await expect(vscode.toasts).toContainText("making an environment with Python 3");
    await vscode.screenshot("set-up-progress");
    await expectReady(chat);
    await vscode.command("Easel: Restart Server");
    await expect(vscode.statusItem).toHaveAttribute("aria-label", /starting/);
    await expect(vscode.statusItem).toHaveAttribute("aria-label", /open the chat/);
    await expect(vscode.toasts).not.toContainText("setting up the server");
  });
});

test.describe("without uv and with a Python that is too old", () => {
  test.use({ path: [program("old", "python3", "echo /usr/bin/python3; echo 3.9.2")] });

  test("it says what is needed, what was found, and where to get it", async ({ vscode }) => {
    const chat = await vscode.openChat();
    const note = chat.getByTestId("server-note");
    await expect(note).toContainText(
      "Easel needs Python 3.11 or newer. Found: /usr/bin/python3 is 3.9.2. Install Python or uv",
    );
    await expect(note.getByRole("button")).toHaveText([
      "Get Python",
      "Install again",
      "Open settings",
    ]);
    await expect(vscode.statusItem).toHaveAttribute("aria-label", /needs Python 3.11/);
    await vscode.screenshot("set-up-old-python");
  });
});

test.describe("where something lies in the way of its folder", () => {
  test("it names the folder, and goes on once it can", async ({ vscode, scratch }) => {
    mkdirSync(join(scratch, STORAGE), { recursive: true });
    writeFileSync(join(scratch, STORAGE, "server"), "");
    const chat = await vscode.openChat();
    const note = chat.getByTestId("server-note");
    await expect(note).toContainText(`cannot write to its folder ${join(scratch, STORAGE)}`);
    await vscode.screenshot("set-up-unwritable");
    rmSync(join(scratch, STORAGE, "server"));
    await chat.getByTestId("server-action-install").click();
    await expect(note).toContainText("Setting up the server, once");
  });
});

test.describe("with uv, while packages are slow to come", () => {
  const gate = join(BIN, "gate");
  const waiting = `if [ "$1" = pip ]; then while [ ! -e ${gate} ]; do sleep 0.1; done; fi`;
  const slow = program("slow", "uv", `${waiting}\nexec ${UV}/uv "$@"`);
  test.use({ path: [slow, ...PATH] });
  test.beforeEach(() => {
    test.skip(!UV, "uv cannot be had");
    rmSync(gate, { force: true });
  });

  test("the set-up can be stopped, and begun again", async ({ vscode, scratch }) => {
    const chat = await vscode.openChat();
    await expect(vscode.toasts).toContainText("installing the server with uv");
    await vscode.toasts.getByRole("button", { name: "Cancel" }).click();
    const note = chat.getByTestId("server-note");
    await expect(note).toContainText("Setting up the server was stopped.");
    await vscode.screenshot("set-up-stopped");
    expect(environments(scratch)).toEqual([]);
    writeFileSync(gate, "");
    await chat.getByTestId("server-action-restart").click();
    await expectReady(chat);
  });

  test("a reload begins it anew, and two windows do not disturb each other", async ({
    vscode,
    scratch,
  }) => {
    await vscode.openChat();
    await expect(vscode.toasts).toContainText("installing the server");
    await vscode.reload();
    const chat = await showChat(vscode);
    await expect(vscode.toasts).toContainText("installing the server");
    const other = await openWindow(vscode);
    const otherChat = await showChat(other);
    await expect(other.toasts).toContainText("installing the server");
    writeFileSync(gate, "");
    await expectReady(chat);
    await expectReady(otherChat);
    expect(environments(scratch).length).toBeLessThanOrEqual(3);
    await vscode.send("hello there");
    await expect(chat.getByTestId("turn-end")).toHaveCount(1);
  });
});

/** The chat, whether or not VS Code has opened it again by itself. */
async function showChat(vscode: VSCode): Promise<FrameLocator> {
  await vscode.command("Easel: Open Chat");
  return vscode.chat;
}

async function expectReady(chat: FrameLocator): Promise<void> {
  await expect(chat.getByTestId("list-view")).toBeVisible({ timeout: 200_000 });
}

function environments(scratch: string): readonly string[] {
  return readdirSync(join(scratch, STORAGE, "server")).filter((name) => name.startsWith("env-"));
}

/** A folder with one program in it, which is a shell script. */
function program(folder: string, name: string, script: string): string {
  const path = join(BIN, folder);
  mkdirSync(path, { recursive: true });
  writeFileSync(join(path, name), `#!/bin/sh\n${script}\n`, { mode: 0o755 });
  return path;
}

function uvFolder(): string | null {
  try {
    return ensureUv();
  } catch (reason) {
    if (reason instanceof Unavailable) return null;
    throw reason;
  }
}
