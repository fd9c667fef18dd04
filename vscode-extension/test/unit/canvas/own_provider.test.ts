import { expect, test } from "vitest";
import { OwnCanvases } from "../../../src/extension/canvas/own/provider";
import {
  CannotShow,
  type News,
  type OwnKind,
  type OwnView,
} from "../../../src/extension/canvas/own/view";
import type { JsonObject } from "../../../src/protocol";

const ONE = { channel: "ahp-session:/c1", instanceId: "page-1" };
const OPEN = { ...ONE, canvasId: "page", _meta: { channel: "ahp-canvas:/c1.page-1" } };

/** A kind of canvas, the views that were made of it, and what the server was told. */
function provider(show: (input: JsonObject) => Promise<void> = async () => undefined) {
  const views: { readonly news: News; isOnScreen: boolean; readonly shown: JsonObject[] }[] = [];
  const create = (news: News): OwnView => {
    const view = { news, isOnScreen: true, shown: [] as JsonObject[] };
    views.push(view);
    return {
      show: async (input) => {
        await show(input);
        view.shown.push(input);
        return { title: String(input.title) };
      },
      actions: { double: async ({ n }) => Number(n) * 2 },
      dispose: () => {
        view.isOnScreen = false;
      },
    };
  };
  const kind: OwnKind = {
    canvasId: "page",
    displayName: "Page",
    description: "A page.",
    inputSchema: { type: "object" },
    actions: [{ name: "double", description: "Twice as much.", inputSchema: { type: "object" } }],
    create,
  };
  const told: JsonObject[] = [];
  const own = new OwnCanvases({
    clientId: "vscode",
    kinds: [kind],
    dispatch: async (channel, clientSeq, action) => {
      told.push({ channel, clientSeq, ...action });
    },
  });
  return { own, views, told };
}

test("what can be shown is declared with its actions", async () => {
  const { own, told } = provider();
  await own.declare(ONE.channel);
  expect(told).toMatchObject([
    {
      channel: ONE.channel,
      type: "session/activeClientSet",
      activeClient: {
        clientId: "vscode",
        canvasProviders: [{ canvasId: "page", actions: [{ name: "double" }] }],
      },
    },
  ]);
  expect(JSON.stringify(told)).not.toContain("create");
});

test("one that is open shows the new input in the same view", async () => {
  const { own, views } = provider();
  await own.open({ ...OPEN, input: { title: "a" } });
  expect(await own.open({ ...OPEN, input: { title: "b" } })).toEqual({ title: "b" });
  expect(views.map(({ shown }) => shown)).toEqual([[{ title: "a" }, { title: "b" }]]);
});

test("an action gives its value; one that was never declared is refused", async () => {
  const { own } = provider();
  await own.open(OPEN);
  const act = (actionName: string) => own.invoke({ ...ONE, actionName, input: { n: 4 } });
  expect(await act("double")).toEqual({ value: 8 });
  await expect(act("toString")).rejects.toMatchObject({ code: "no_action_handler" });
  await expect(own.invoke({ ...ONE, instanceId: "x", actionName: "double" })).rejects.toThrow(
    "x is not open",
  );
});

test("a person who closes it is told of once; what it says later is about nothing", async () => {
  const { own, views, told } = provider();
  await own.open(OPEN);
  views[0]?.news.closed();
  views[0]?.news.closed();
  expect(told).toEqual([
    { channel: OPEN._meta.channel, clientSeq: 1, type: "canvas/closeRequested" },
  ]);
});

test("an agent that closes it takes it from the screen, and is not told so", async () => {
  const { own, views, told } = provider();
  await own.open(OPEN);
  own.close(ONE);
  views[0]?.news.closed();
  expect(views[0]?.isOnScreen).toBe(false);
  expect(told).toEqual([]);
});

test("one that is closed while it is being opened does not stay on screen", async () => {
  let answer = () => {};
  const asked = new Promise<void>((resolve) => {
    answer = resolve;
  });
  const { own, views } = provider(() => asked);
  const opening = own.open(OPEN);
  own.close(ONE);
  answer();
  await expect(opening).rejects.toMatchObject({ code: "closed" });
  expect(views[0]?.isOnScreen).toBe(false);
});

test("one that cannot be shown is forgotten, and can be tried again", async () => {
  let isRefused = true;
  const { own, views } = provider(async () => {
    if (isRefused) throw new CannotShow("No.", "declined");
  });
  await expect(own.open(OPEN)).rejects.toMatchObject({ code: "declined" });
  isRefused = false;
  await own.open(OPEN);
  expect(views.map(({ isOnScreen }) => isOnScreen)).toEqual([false, true]);
});

test("news of how it looks go to its own channel", async () => {
  const { own, views, told } = provider();
  await own.open(OPEN);
  views[0]?.news.updated({ status: "running" });
  expect(told).toMatchObject([
    { channel: OPEN._meta.channel, type: "canvas/updated", status: "running" },
  ]);
});
