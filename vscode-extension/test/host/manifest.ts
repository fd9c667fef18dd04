import assert from "node:assert/strict";
import { commands, extensions, workspace } from "vscode";

interface Manifest {
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly configuration: readonly { readonly properties: Readonly<Record<string, object>> }[];
  };
}

function easel() {
  const found = extensions.getExtension("easel.easel");
  assert.ok(found, "the extension is not there");
  return found;
}

export async function everyCommandIsRegistered(): Promise<void> {
  await easel().activate();
  const registered = new Set(await commands.getCommands(true));
  const { contributes } = easel().packageJSON as Manifest;
  const missing = contributes.commands.filter(({ command }) => !registered.has(command));
  assert.deepEqual(missing, []);
}

export function everySettingHasTheDefaultOfTheServer(): void {
  const { contributes } = easel().packageJSON as Manifest;
  for (const { properties } of contributes.configuration) {
    for (const [key, schema] of Object.entries(properties)) {
      const inspected = workspace.getConfiguration().inspect(key);
      assert.deepEqual(inspected?.defaultValue, (schema as { default: unknown }).default, key);
    }
  }
}
