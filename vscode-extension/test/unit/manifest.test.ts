import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";

interface Command {
  readonly command: string;
  readonly category?: string;
}

interface Step {
  readonly description: string;
  readonly media: { readonly markdown: string };
  readonly completionEvents: readonly string[];
}

type Schema = Readonly<Record<string, unknown>>;

const manifest = JSON.parse(readFileSync("package.json", "utf8"));
const source = sourcesIn("src/extension").join("\n");
const { commands, menus, keybindings, configuration, walkthroughs } = manifest.contributes;
const ids: readonly string[] = commands.map(({ command }: Command) => command);
const settings: readonly [string, Schema][] = configuration.flatMap(
  ({ properties }: { properties: Schema }) => Object.entries(properties),
);

function sourcesIn(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => readFileSync(join(folder, name), "utf8"));
}

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
  for (const [key, schema] of settings) {
    expect(key).toMatch(/^easel\./);
    expect(schema.markdownDescription).toMatch(/\.$/);
  }
});

test("every setting is checked: numbers have bounds, choices are listed", () => {
  expect(settings.length).toBeGreaterThan(20);
  for (const [key, { type, ...schema }] of settings) {
    expect(type, key).toBeDefined();
    if (type !== "integer" && type !== "number") continue;
    expect(schema.minimum, key).toBeTypeOf("number");
    expect(schema.maximum, key).toBeTypeOf("number");
  }
  const choices = settings.filter(([, { enum: values }]) => values !== undefined);
  expect(choices.map(([key]) => key)).toContain("easel.permissions.default");
});

test("the walkthrough names pages and commands that there are", () => {
  const steps: readonly Step[] = walkthroughs[0].steps;
  expect(steps.length).toBeGreaterThan(2);
  for (const { description, media, completionEvents } of steps) {
    expect(readFileSync(media.markdown, "utf8")).not.toBe("");
    const links = [...description.matchAll(/\(command:([\w.]+)\)/g)].map(([, id]) => id);
    const done = completionEvents.flatMap((event) => event.match(/^onCommand:(.*)$/)?.[1] ?? []);
    expect(links).not.toEqual([]);
    for (const id of [...links, ...done]) expect(ids).toContain(id);
  }
});

test("the extension runs where the files are, and untrusted folders cannot choose programs", () => {
  expect(manifest.extensionKind).toEqual(["workspace"]);
  const { supported, restrictedConfigurations } = manifest.capabilities.untrustedWorkspaces;
  expect(supported).toBe("limited");
  expect(restrictedConfigurations).toEqual(
    expect.arrayContaining([
      "easel.agents",
      "easel.mcpServers",
      "easel.permissions.default",
      "easel.server.path",
      "easel.server.python",
    ]),
  );
});

test("nothing is told to anybody: there is no telemetry and no request of the extension's own", () => {
  const everything = [source, ...sourcesIn("src/webview")].join("\n");
  expect(everything).not.toMatch(/TelemetryLogger|telemetryLevel|sendBeacon|XMLHttpRequest/);
  expect(everything).not.toMatch(/\bfetch\(|"node:https?"|new WebSocket\b/);
});

test("the icon of the marketplace is a PNG, as marketplaces want it", () => {
  const icon = readFileSync(manifest.icon);
  expect(icon.subarray(1, 4).toString()).toBe("PNG");
  expect([icon.readUInt32BE(16), icon.readUInt32BE(20)]).toEqual([256, 256]);
});

test("no lock file names where packages were downloaded", () => {
  expect(readFileSync("package-lock.json", "utf8")).not.toContain('"resolved"');
});
