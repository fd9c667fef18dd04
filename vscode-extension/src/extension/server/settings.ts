// What of VS Code's settings the server is told: only what the user has set.
//
// VS Code knows the defaults too. If they were sent, they would win over `config.toml`.

/** A value of one setting in each of its places; as `WorkspaceConfiguration.inspect` has it. */
export interface Inspected {
  readonly globalValue?: unknown;
  readonly workspaceValue?: unknown;
  readonly workspaceFolderValue?: unknown;
}

/**
 * The settings that are set, nested, by their dotted keys without `easel.`.
 *
 * Of objects, the entries of all places are merged; of other values, the narrowest place wins.
 */
export function explicitSettings(
  keys: readonly string[],
  inspect: (key: string) => Inspected | undefined,
): Record<string, unknown> {
  const settings: Record<string, unknown> = {};
  for (const key of keys) {
    const value = merged(inspect(key) ?? {});
    if (value !== undefined && value !== null && value !== "") put(settings, key.split("."), value);
  }
  return settings;
}

/** The keys of the server, without `easel.`, out of the manifest of the extension. */
export function serverKeys(manifest: unknown): readonly string[] {
  const { contributes } = manifest as {
    contributes: { configuration: { title: string; properties: Record<string, unknown> }[] };
  };
  const ours = contributes.configuration.find((each) => each.title === "Easel");
  return Object.keys(ours?.properties ?? {}).map((key) => key.replace(/^easel\./, ""));
}

function merged({ globalValue, workspaceValue, workspaceFolderValue }: Inspected): unknown {
  const values = [globalValue, workspaceValue, workspaceFolderValue].filter(
    (each) => each !== undefined,
  );
  return values.length > 1 && values.every(isRecord) ? Object.assign({}, ...values) : values.at(-1);
}

function put(into: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [name, ...rest] = path;
  if (name === undefined) return;
  if (rest.length === 0) {
    into[name] = value;
    return;
  }
  const group = isRecord(into[name]) ? into[name] : {};
  into[name] = group;
  put(group, rest, value);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
