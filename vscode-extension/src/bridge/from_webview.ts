import type { FromWebview } from "./messages";
import { check, count, object, oneOf, record, type Shape, ShapeError, text } from "./shape";

const METHOD = /^(easel|host)(\/[a-zA-Z0-9]+)+$/;

/**
 * A message of a webview, which shows what agents wrote and so is not to be trusted.
 *
 * Throws a `ShapeError` if it is none.
 */
export function parseFromWebview(value: unknown): FromWebview {
  const { kind } = check(object({ kind: oneOf(...KINDS) }), value);
  return SHAPES[kind](value, "$");
}

const KINDS = ["ready", "request", "cancel", "notification"] as const;

const method: Shape<string> = (value, path) => {
  const name = text(200)(value, path);
  if (!METHOD.test(name)) throw new ShapeError(path, "must be a method of Easel or the host");
  return name;
};

const SHAPES: { readonly [K in FromWebview["kind"]]: Shape<FromWebview> } = {
  ready: object({ kind: oneOf("ready") }),
  request: object({ kind: oneOf("request"), id: count, method, params: record }),
  cancel: object({ kind: oneOf("cancel"), id: count }),
  notification: object({ kind: oneOf("notification"), method, params: record }),
};
