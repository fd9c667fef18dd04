import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { check } from "../../../src/bridge/shape";
import { shows } from "../../../src/extension/canvas/own/tab_content";
import { typedLine } from "../../../src/extension/canvas/own/typed_line";
import { webAddress } from "../../../src/extension/canvas/own/web_address";
import { fileInside } from "../../../src/extension/canvas/own/workspace_path";

describe("which files an agent may show", () => {
  let disk: string;
  let folder: string;

  beforeEach(() => {
    disk = realpathSync(mkdtempSync(join(tmpdir(), "easel-own-")));
    folder = join(disk, "project");
    mkdirSync(join(folder, "src"), { recursive: true });
    for (const name of ["project/src/a.py", "project/..odd.py", "secret", "project2.py"]) {
      writeFileSync(join(disk, name), "");
    }
  });

  afterEach(() => rmSync(disk, { recursive: true }));

  test.each([
    ["relative", () => "src/a.py"],
    ["full", () => join(folder, "src/a.py")],
    ["as a file: URI", () => pathToFileURL(join(folder, "src/a.py")).href],
    ["by detours that end inside", () => "../project/src/../src/a.py"],
  ])("one of the workspace, %s", async (_, path) => {
    expect(await fileInside(path(), [folder])).toBe(join(folder, "src/a.py"));
  });

  test("one whose name only begins like a way out", async () => {
    expect(await fileInside("..odd.py", [folder])).toBe(join(folder, "..odd.py"));
  });

  test("one of any of several folders", async () => {
    const other = join(disk, "other");
    mkdirSync(other);
    expect(await fileInside("src/a.py", [other, folder])).toBe(join(folder, "src/a.py"));
  });

  test("a workspace that is reached by a link is one all the same", async () => {
    const link = join(disk, "link");
    symlinkSync(folder, link);
    const found = join(link, "src/a.py");
    expect(await fileInside(join(folder, "src/a.py"), [link])).toBe(found);
    expect(await fileInside("src/a.py", [link])).toBe(found);
  });

  test.each([
    ["beside the workspace", () => "../secret"],
    ["elsewhere", () => join(disk, "secret")],
    ["whose path begins like the workspace", () => `${folder}2.py`],
    ["of a folder's name", () => "src"],
    ["that is the workspace itself", () => "."],
    ["that is not there", () => "src/b.py"],
    ["of another scheme", () => `vscode-remote://host${folder}/src/a.py`],
    ["of another machine", () => "file://elsewhere/etc/passwd"],
    ["with a null byte", () => "src/a.py\0"],
  ])("none %s", async (_, path) => {
    await expect(fileInside(path(), [folder])).rejects.toMatchObject({ code: "file_not_found" });
  });

  test("none that a link in the workspace leads to outside of it", async () => {
    symlinkSync(join(disk, "secret"), join(folder, "harmless"));
    symlinkSync(disk, join(folder, "up"));
    await expect(fileInside("harmless", [folder])).rejects.toThrow("no file harmless");
    await expect(fileInside("up/secret", [folder])).rejects.toThrow("no file up/secret");
  });
});

describe("which pages are of this machine", () => {
  test.each(["http://localhost:3000/a?b=c%2Fd", "https://127.0.0.1/", "http://[::1]:8080/"])(
    "%s is, and stays as it is",
    (url) => {
      expect(webAddress(url)).toMatchObject({ href: url, isLocal: true });
    },
  );

  test.each([
    "https://example.com/",
    "http://localhost.example.com/",
    "http://127.0.0.1.example.com/",
    "http://example.com/localhost",
    "http://example.com\\@localhost/",
  ])("%s is not", (url) => {
    expect(webAddress(url).isLocal).toBe(false);
  });

  test.each([
    "file:///etc/passwd",
    "javascript:alert(1)",
    "command:workbench.action.quit",
    "localhost:3000",
    "http://localhost@example.com/",
    "",
  ])("%s is not opened at all", (url) => {
    expect(() => webAddress(url)).toThrow(expect.objectContaining({ code: "url_not_allowed" }));
  });
});

describe("what is typed into a terminal", () => {
  test("a line stays as it is", () => {
    expect(check(typedLine, "git commit -m 'Größe → 1'")).toBe("git commit -m 'Größe → 1'");
  });

  test.each([
    ["a line break", "ls\nrm -rf ."],
    ["a carriage return", "ls\r"],
    ["Ctrl-O, which runs a line", "ls\x0f"],
    ["Ctrl-C", "\x03ls"],
    ["Escape", "\x1b[200~"],
    ["a control character of eight bits", "\x9b1~"],
  ])("%s is refused", (_, line) => {
    expect(() => check(typedLine, line)).toThrow("control characters");
  });
});

describe("which tab shows something", () => {
  const a = { toString: () => "file:///one/a.py" };
  const b = { toString: () => "file:///two/a.py" };

  test("a file of the same name is another one", () => {
    expect(shows({ uri: a }, { uri: `${a}` })).toBe(true);
    expect(shows({ uri: b }, { uri: `${a}` })).toBe(false);
  });

  test("a file in an editor of another kind, or in a diff, is not the file as text", () => {
    expect(shows({ uri: a, viewType: "hex" }, { uri: `${a}` })).toBe(false);
    expect(shows({ original: a, modified: b }, { uri: `${a}` })).toBe(false);
  });

  test("a diff is known by both of its sides", () => {
    const content = { original: `${a}`, modified: `${b}` };
    expect(shows({ original: a, modified: b }, content)).toBe(true);
    expect(shows({ original: b, modified: a }, content)).toBe(false);
  });

  test("a page is known by its view type, however VS Code calls it", () => {
    const content = { viewType: "simpleBrowser.view" };
    expect(shows({ viewType: "mainThreadWebview-simpleBrowser.view" }, content)).toBe(true);
    expect(shows({ viewType: "simpleBrowser.view" }, content)).toBe(true);
    expect(shows({ viewType: "mainThreadWebview-easel.canvas" }, content)).toBe(false);
  });

  test("a tab that VS Code says nothing about shows nothing that is known", () => {
    expect(shows(undefined, { uri: `${a}` })).toBe(false);
  });
});
