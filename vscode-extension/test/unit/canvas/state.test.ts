// The fixtures that the Python model is tested with, replayed here: all of the profile of this editor.
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reduceCanvas, reduceSession } from "../../../src/canvas/state";

type Action = Record<string, unknown>;

interface Fixture {
  readonly reducer: keyof typeof REDUCERS;
  readonly initial: object;
  readonly steps: readonly { readonly action: Action; readonly expected: object }[];
}

/** One of those that AHP brings: only the state after the last action is told. */
interface UpstreamFixture extends Omit<Fixture, "steps"> {
  readonly actions: readonly Action[];
  readonly expected: object;
}

const REDUCERS = { canvas: reduceCanvas, session: reduceSession };
const ROOT = join(__dirname, "../../../..");
const OURS = join(ROOT, "tests/fixtures/canvas");
/** Not always at hand. */
const UPSTREAM = join(ROOT, "../shared/data/ahp_fixtures_canvas/r1_b0d3c529");

describe("the reducers of canvases", () => {
  it.each(fixtures<Fixture>(OURS))("%s", (_name, { reducer, initial, steps }) => {
    let state = initial;
    for (const { action, expected } of steps) {
      state = reduced(reducer, state, action);
      expect(state).toEqual(expected);
    }
  });

  it.each(fixtures<UpstreamFixture>(UPSTREAM))("%s", (_name, { reducer, initial, ...told }) => {
    const state = told.actions.reduce(
      (before, action) => reduced(reducer, before, action),
      initial,
    );
    expect(state).toEqual(told.expected);
  });

  it("are tested with all that lies in the folder which the Python tests replay as a whole", () => {
    const [first, ...others] = readdirSync(OURS);
    expect(others.length).toBeGreaterThan(5);
    expect([first, ...others].filter((name) => !name?.endsWith(".json"))).toEqual([]);
  });
});

function fixtures<Kind>(folder: string): readonly (readonly [string, Kind])[] {
  const names = existsSync(folder) ? readdirSync(folder) : [];
  return names
    .filter((name) => name.endsWith(".json"))
    .map((name) => [name, JSON.parse(readFileSync(join(folder, name), "utf8")) as Kind]);
}

/** What follows; the reducer left what was before as it was, and made nothing anew for nothing. */
function reduced(reducer: Fixture["reducer"], state: object, action: Action): object {
  const before = structuredClone(state);
  const next = REDUCERS[reducer](state, action);
  expect(state).toEqual(before);
  if (JSON.stringify(next) === JSON.stringify(state)) expect(next).toBe(state);
  return next;
}
