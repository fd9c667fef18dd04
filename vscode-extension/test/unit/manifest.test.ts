import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface Command {
  readonly command: string;
  readonly category?: string;
}

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const source = ["commands.ts", "canvas/commands.ts"]
  .map((name) => readFileSync(`src/extension/${name}`, "utf8"))
  .join();
const { commands, menus, keybindings, configuration } = manifest.contributes;
const ids: readonly string[] = commands.map(({ command }: Command) => command);

test("every command is of the category Easel and has a handler", () => {
  for (const { command, category } of commands as readonly Command[]) {
    expect(category).toBe("Easel");
    expect(source).toContain(`"${command}"`);
  }
});

test("menus and keys name commands that there are", () => {
  const entries = [...Object.values(menus).flat(), ...keybindings] as readonly Command[];
  for (const { command } of entries) expect(ids).toContain(command);
});

test("every setting begins with easel. and says what it does", () => {
  for (const { properties } of configuration) {
    for (const [key, schema] of Object.entries<Record<string, unknown>>(properties)) {
      expect(key).toMatch(/^easel\./);
      expect(schema.markdownDescription).toMatch(/\.$/);
    }
  }
});

test("the extension runs where the files are, and untrusted folders cannot choose programs", () => {
  expect(manifest.extensionKind).toEqual(["workspace"]);
  const { restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  expect(restrictedConfigurations).toEqual(
    expect.arrayContaining(["easel.agents", "easel.server.path", "easel.server.python"]),
  );
});

test("no lock file names where packages were downloaded", () => {
  expect(readFileSync("package-lock.json", "utf8")).not.toContain('"resolved"');
});
