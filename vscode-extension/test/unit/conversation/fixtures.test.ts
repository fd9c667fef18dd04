// The fixtures of conversations, recorded on the real server. The server's own tests replay them
// as well.

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { openQuestions } from "../../../src/conversation/questions";
import { apply } from "../../../src/conversation/sequence";
import { emptyThread, entriesOf, type Thread } from "../../../src/conversation/thread";
import type { Event } from "../../../src/protocol";
import { NEW } from "./info";

const FOLDER = join(import.meta.dirname, "../../../../tests/fixtures/conversation");

interface Fixture {
  readonly events: readonly Event[];
  readonly expect: unknown;
}

const fixtures = readdirSync(FOLDER).map(
  (name) => [name, JSON.parse(readFileSync(join(FOLDER, name), "utf8")) as Fixture] as const,
);

/** What follows from the events, in the words of the fixtures. */
function outcome(thread: Thread) {
  const { info, queue, live, seq } = thread;
  const questions = openQuestions(thread);
  const entries = thread.turns.flatMap((turn) =>
    turn.entries.map((entry) => ({ turn: turn.id, entry })),
  );
  return {
    title: info.title,
    executionStatus: info.executionStatus,
    processStatus: info.processStatus,
    memory: info.memory,
    turns: info.turns,
    liveTurn: live?.id ?? null,
    queue: queue.map(({ turnId, held, next }) => ({ turnId, held, next })),
    openPermissions: questions.flatMap((each) =>
      each.kind === "permission" ? [each.permissionId] : [],
    ),
    openElicitations: questions.flatMap((each) =>
      each.kind === "elicitation" ? [each.elicitationId] : [],
    ),
    toolCalls: Object.fromEntries(
      entries.flatMap(({ turn, entry }) =>
        entry.kind === "tool" ? [[`${turn}/${entry.call.toolCallId}`, entry.call.status]] : [],
      ),
    ),
    ends: entriesOf(thread).flatMap((entry) => (entry.kind === "turnEnd" ? [entry.reason] : [])),
    seq,
  };
}

describe("a conversation that the server told", () => {
  test.each(fixtures)("%s leads to what everybody expects", (_, fixture) => {
    const applied = apply(emptyThread(NEW, 0), fixture.events);
    expect(applied.kind === "applied" && outcome(applied.thread)).toEqual(fixture.expect);
  });
});
