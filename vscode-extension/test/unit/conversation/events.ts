import fc from "fast-check";
import type { Event } from "../../../src/protocol";

const AT = "2026-01-01T12:00:00.000Z";

/** An event without its place. */
export type Draft = Record<string, unknown> & { readonly type: string };

/** Give events their places. */
export function numbered(drafts: readonly Draft[], from = 1): Event[] {
  return drafts.map((draft, at) => ({ seq: from + at, at: AT, ...draft }) as unknown as Event);
}

/** What may happen in one turn, whose start and end belong to it. */
function turn(id: string): fc.Arbitrary<readonly Draft[]> {
  const inside = fc.oneof(
    chunk(id),
    toolCall(id),
    plan(id),
    question(id),
    status(),
    notice(),
    canvas(),
  );
  return fc
    .tuple(
      fc.array(inside, { maxLength: 12 }),
      fc.constantFrom("completed", "cancelled", "crashed"),
    )
    .map(([events, reason]) => [
      { type: "turnStarted", turnId: id, prompt: text("go"), agent: "test", origin: "user" },
      ...begun(events.flat()),
      { type: "turnEnded", turnId: id, reason },
    ]);
}

/** Several turns, one after another, with prompts that wait and are moved between. */
export const conversations: fc.Arbitrary<readonly Event[]> = fc
  .integer({ min: 1, max: 4 })
  .chain((turns) =>
    fc.tuple(
      ...Array.from({ length: turns }, (_, at) =>
        fc.tuple(fc.array(queueing(), { maxLength: 4 }), turn(`turn-${at}`)),
      ),
    ),
  )
  .map((parts) => numbered(parts.flatMap(([queue, events]) => [...queue, ...events])));

function text(words: string): readonly Draft[] {
  return [{ type: "text", text: words }];
}

function chunk(turnId: string): fc.Arbitrary<readonly Draft[]> {
  return fc
    .tuple(fc.constantFrom("a", "b"), fc.constantFrom("assistant", "thought"), fc.string())
    .map(([id, role, words]) => [
      {
        type: "message",
        turnId,
        messageId: `${id}-${role}`,
        role,
        content: { type: "text", text: words },
        append: true,
      },
    ]);
}

/** The first piece of a message begins it. */
function begun(events: readonly Draft[]): readonly Draft[] {
  const seen = new Set<unknown>();
  return events.map((event) => {
    if (event.type !== "message") {
      return event;
    }
    const first = !seen.has(event.messageId);
    seen.add(event.messageId);
    return { ...event, append: !first };
  });
}

function toolCall(turnId: string): fc.Arbitrary<readonly Draft[]> {
  return fc
    .tuple(fc.constantFrom("1", "2"), fc.constantFrom("pending", "in_progress", "completed"))
    .map(([toolCallId, toolStatus]) => [
      {
        type: "toolCall",
        turnId,
        toolCall: { toolCallId, title: `Tool ${toolCallId}`, kind: "read", status: toolStatus },
      },
    ]);
}

function plan(turnId: string): fc.Arbitrary<readonly Draft[]> {
  return fc
    .nat({ max: 3 })
    .map((count) => [{ type: "plan", turnId, entries: Array.from({ length: count }, () => ({})) }]);
}

function question(turnId: string): fc.Arbitrary<readonly Draft[]> {
  const toolCallOf = { toolCallId: "1", title: "Tool 1", kind: "read", status: "pending" };
  return fc.boolean().map((answered) => {
    const asked = {
      type: "permissionRequested",
      turnId,
      permissionId: "p",
      toolCall: toolCallOf,
      options: [{ optionId: "yes", name: "Yes", kind: "allow_once" }],
    };
    const outcome = { outcome: "selected", optionId: "yes" };
    const resolved = { type: "permissionResolved", turnId, permissionId: "p", outcome, by: "me" };
    return answered ? [asked, resolved] : [asked];
  });
}

function status(): fc.Arbitrary<readonly Draft[]> {
  return fc
    .constantFrom("running", "waitingForPermission", "cancelling")
    .map((executionStatus) => [{ type: "statusChanged", executionStatus, processStatus: "busy" }]);
}

function canvas(): fc.Arbitrary<readonly Draft[]> {
  const instance = fc.constantFrom("table-1", "plan-1");
  return fc
    .tuple(instance, fc.string())
    .chain(([instanceId, title]) =>
      fc.constantFrom<readonly Draft[]>(
        [{ type: "canvasesChanged", opened: { instanceId, title } }],
        [{ type: "canvasesChanged", closed: instanceId }],
      ),
    );
}

function notice(): fc.Arbitrary<readonly Draft[]> {
  return fc.string().map((words) => [{ type: "notice", level: "info", text: words }]);
}

function queueing(): fc.Arbitrary<Draft> {
  const turnId = fc.constantFrom("waiting-1", "waiting-2", "waiting-3");
  return fc.oneof(
    fc.tuple(turnId, fc.boolean(), fc.boolean()).map(([id, held, next]) => ({
      type: "promptQueued",
      turnId: id,
      prompt: text(id),
      held,
      next,
    })),
    turnId.map((id) => ({ type: "promptDropped", turnId: id })),
    turnId.map((id) => ({ type: "queueReordered", turnIds: [id] })),
  );
}

/** As the server merges events for an editor that reads slowly. */
export function merged(events: readonly Event[]): Event[] {
  const result: Event[] = [];
  for (const event of events) {
    const last = result.at(-1);
    const joins =
      last?.type === "message" &&
      event.type === "message" &&
      event.append &&
      last.messageId === event.messageId &&
      last.turnId === event.turnId;
    if (joins) {
      const words = `${String(last.content.text)}${String(event.content.text)}`;
      const content = { ...last.content, text: words };
      const firstSeq = last.firstSeq ?? last.seq;
      result[result.length - 1] = { ...last, content, firstSeq, seq: event.seq, at: event.at };
    } else {
      result.push(event);
    }
  }
  return result;
}
