import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fold } from "../../../src/conversation/fold";
import { prepend } from "../../../src/conversation/history";
import { openQuestions } from "../../../src/conversation/questions";
import { rowsOf } from "../../../src/conversation/rows";
import { apply, informed, opened } from "../../../src/conversation/sequence";
import { emptyThread, entriesOf, type Thread } from "../../../src/conversation/thread";
import type { Event } from "../../../src/protocol";
import { conversations, merged, numbered } from "./events";
import { NEW } from "./info";

const EMPTY = emptyThread(NEW, 0);

function folded(events: readonly Event[], thread: Thread = EMPTY): Thread {
  const applied = apply(thread, events);
  if (applied.kind === "gap") {
    throw new Error(`a gap before ${applied.got}`);
  }
  return applied.thread;
}

/** What is shown, however the events came. */
function shown({ turns, queue, live, stop, info }: Thread) {
  return { turns, queue, live, stop, info };
}

describe("the same thread comes out", () => {
  test("of events one by one, in batches and all at once", () => {
    fc.assert(
      fc.property(conversations, fc.array(fc.nat()), (events, cuts) => {
        const whole = folded(events);
        const single = events.reduce((thread, event) => folded([event], thread), EMPTY);
        const places = [
          0,
          ...cuts.map((cut) => cut % events.length).sort(ascending),
          events.length,
        ];
        const batched = places.reduce(
          (thread, place, at) => folded(events.slice(place, places[at + 1]), thread),
          EMPTY,
        );
        expect(shown(single)).toEqual(shown(whole));
        expect(shown(batched)).toEqual(shown(whole));
      }),
    );
  });

  test("of events that the server has merged", () => {
    fc.assert(
      fc.property(conversations, (events) => {
        expect(shown(folded(merged(events)))).toEqual(shown(folded(events)));
      }),
    );
  });

  test("of events that come twice", () => {
    fc.assert(
      fc.property(conversations, fc.nat(), (events, cut) => {
        const whole = folded(events);
        expect(folded(events.slice(cut % events.length), whole)).toEqual(whole);
      }),
    );
  });

  test("of the newest page and those before it", () => {
    fc.assert(
      fc.property(conversations, fc.nat(), (events, cut) => {
        const place = 1 + (cut % events.length);
        const [older, newer] = [events.slice(0, place), events.slice(place)];
        const thread = folded(newer, emptyThread(NEW, place));
        const paged = prepend(thread, { events: older, hasEarlier: false });
        expect(rowsOf(paged).map(({ id, entry }) => [id, entry])).toEqual(
          rowsOf(folded(events)).map(({ id, entry }) => [id, entry]),
        );
      }),
    );
  });
});

test("a thread is not changed by what is folded into a later one", () => {
  fc.assert(
    fc.property(conversations, (events) => {
      const half = folded(events.slice(0, events.length / 2));
      const before = structuredClone(shown(half));
      folded(events.slice(events.length / 2), half);
      expect(shown(half)).toEqual(before);
    }),
  );
});

test("a missing event is noticed", () => {
  const [one, , three] = numbered([
    { type: "notice", level: "info", text: "1" },
    { type: "notice", level: "info", text: "2" },
    { type: "notice", level: "info", text: "3" },
  ]);
  expect(apply(EMPTY, [one, three] as Event[])).toEqual({ kind: "gap", expected: 2, got: 3 });
});

test("an event of a newer server is kept, in a general form", () => {
  const thread = fold(EMPTY, numbered([{ type: "weatherChanged", sky: "blue" }]));
  expect(entriesOf(thread)).toMatchObject([
    { kind: "unknown", name: "weatherChanged", value: { sky: "blue" } },
  ]);
});

test("rows of turns that have not changed stay the same objects", () => {
  const turn = (id: string) => [
    { type: "turnStarted", turnId: id, prompt: [], agent: "test", origin: "user" },
    { type: "turnEnded", turnId: id, reason: "completed" },
  ];
  const before = folded(numbered([...turn("one"), ...turn("two")]));
  const after = folded(numbered([{ type: "turnStarted", turnId: "three", prompt: [] }], 5), before);
  expect(rowsOf(after).slice(0, 4)).toEqual(rowsOf(before));
  expect(rowsOf(after)[0]).toBe(rowsOf(before)[0]);
});

test("only the questions of the live turn are open", () => {
  const asked = { type: "permissionRequested", permissionId: "p", toolCall: {}, options: [] };
  const started = { type: "turnStarted", turnId: "one", prompt: [], agent: "test", origin: "user" };
  const thread = folded(numbered([started, { ...asked, turnId: "one" }]));
  expect(openQuestions(thread)).toHaveLength(1);
  const ended = { type: "turnEnded", turnId: "one", reason: "crashed" };
  expect(openQuestions(folded(numbered([ended], 3), thread))).toHaveLength(0);
});

test("a conversation that was opened in the middle of a turn has a live turn", () => {
  const conversation = { ...NEW, executionStatus: "running", seq: 7 } as const;
  const message = {
    type: "message",
    turnId: "one",
    messageId: "m",
    role: "assistant",
    content: { type: "text", text: "x" },
    append: true,
  };
  const events = numbered([message], 7);
  const thread = opened({ conversation, access: "owner", events, seq: 7, hasEarlier: true });
  expect(thread.live).toEqual({ id: "one" });
  const ended = numbered([{ type: "turnEnded", turnId: "one", reason: "completed" }], 8);
  expect(folded(ended, thread).live).toBeNull();
});

test("what is known as a whole does not take a newer status back", () => {
  const event = { type: "statusChanged", executionStatus: "running", processStatus: "busy" };
  const thread = folded(numbered([event]));
  expect(informed(thread, NEW).info.executionStatus).toBe("running");
  expect(informed(thread, { ...NEW, seq: 1, title: "Now" }).info.title).toBe("Now");
});

function ascending(one: number, other: number): number {
  return one - other;
}
