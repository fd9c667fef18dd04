// The fixtures that the Python model is tested with, replayed here.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { reduceCanvas, reduceSession } from "../../../src/canvas/state";

interface Fixture {
  readonly name: string;
  readonly reducer: keyof typeof REDUCERS;
  readonly initial: object;
  readonly steps: readonly {
    readonly action: Record<string, unknown>;
    readonly expected: object;
  }[];
}

const REDUCERS = { canvas: reduceCanvas, session: reduceSession };
const FOLDER = join(__dirname, "../../../../tests/fixtures/canvas");

const fixtures = readdirSync(FOLDER)
  .filter((name) => name.endsWith(".json"))
  .map((name) => JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Fixture);

describe("the reducers of canvases", () => {
  it.each(fixtures.map((fixture) => [fixture.name, fixture] as const))("%s", (_name, fixture) => {
    const reduce = REDUCERS[fixture.reducer];
    let state = fixture.initial;
    for (const { action, expected } of fixture.steps) {
      const before = structuredClone(state);
      const next = reduce(state, action);
      expect(next).toEqual(expected);
      expect(state).toEqual(before);
      if (JSON.stringify(next) === JSON.stringify(state)) {
        expect(next).toBe(state);
      }
      state = next;
    }
  });

  it("are tested at all", () => expect(fixtures.length).toBeGreaterThan(5));
});
