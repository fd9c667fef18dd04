// Tests that run inside of the extension host, with the real API. VS Code calls `run`.

import * as bridge from "./bridge";
import * as handlers from "./handlers";
import * as keybindings from "./keybindings";
import * as manifest from "./manifest";

type Test = () => Promise<void> | void;

const TESTS: Readonly<Record<string, Test>> = {
  ...manifest,
  ...keybindings,
  ...bridge,
  ...handlers,
};

/** Rejects, with all that failed, if anything did. */
export async function run(): Promise<void> {
  const failures: string[] = [];
  for (const [name, test] of Object.entries(TESTS)) {
    const failure = await outcome(test);
    console.log(`${failure ? "failed" : "passed"}: ${name}${failure ? `: ${failure}` : ""}`);
    if (failure) failures.push(name);
  }
  if (failures.length > 0) throw new Error(`failed: ${failures.join(", ")}`);
}

async function outcome(test: Test): Promise<string | undefined> {
  try {
    await test();
    return undefined;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
