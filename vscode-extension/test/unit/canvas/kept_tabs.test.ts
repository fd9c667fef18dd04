import { expect, it } from "vitest";
import type { Memento } from "vscode";
import { KeptTabs } from "../../../src/extension/canvas/kept_tabs";
import type { ConversationId } from "../../../src/protocol";

const conversation = "c1" as ConversationId;
const anyIsFree = () => true;

function memory() {
  const values = new Map<string, unknown>();
  let writes = 0;
  return {
    get: ((key: string, otherwise: unknown) => values.get(key) ?? otherwise) as Memento["get"],
    update: async (key: string, value: unknown) => {
      writes += 1;
      values.set(key, value);
    },
    get writes() {
      return writes;
    },
  };
}

it("a tab is found by its newest title until it is closed", () => {
  const tabs = new KeptTabs(memory());
  tabs.keep({ channel: "a", conversation, title: "one" });
  tabs.keep({ channel: "a", conversation, title: "two" });
  expect(tabs.find("one", anyIsFree)).toBeUndefined();
  expect(tabs.find("two", anyIsFree)?.channel).toBe("a");
  tabs.forget("a");
  expect(tabs.find("two", anyIsFree)).toBeUndefined();
});

it("of two tabs of one title the one that is free is found", () => {
  const tabs = new KeptTabs(memory());
  tabs.keep({ channel: "a", conversation, title: "same" });
  tabs.keep({ channel: "b", conversation, title: "same" });
  expect(tabs.find("same", (channel) => channel !== "a")?.channel).toBe("b");
});

it("what is known already is not written again", () => {
  const memento = memory();
  const tabs = new KeptTabs(memento);
  tabs.keep({ channel: "a", conversation, title: "one" });
  tabs.keep({ channel: "a", conversation, title: "one" });
  expect(memento.writes).toBe(1);
});
