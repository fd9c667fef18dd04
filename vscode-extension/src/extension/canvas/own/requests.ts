import { ResponseError } from "vscode-languageclient/node";
import { ShapeError } from "../../../bridge/shape";
import type { OwnCanvases } from "./provider";
import { CannotShow } from "./view";

const CANVAS_PROVIDER_ERROR = -32012;

type Answers = Readonly<Record<string, (params: unknown) => Promise<unknown>>>;

/** What answers the requests of the server for canvases of VS Code's own, by their methods. */
export function canvasRequests(own: OwnCanvases): Answers {
  return {
    "easel/ahp/canvasOpen": (params) => asResponse(() => own.open(params)),
    "easel/ahp/canvasInvokeAction": (params) => asResponse(() => own.invoke(params)),
    "easel/ahp/canvasClose": (params) => asResponse(async () => own.close(params)),
  };
}

async function asResponse(work: () => Promise<unknown>): Promise<unknown> {
  try {
    return await work();
  } catch (error) {
    const { message, code } = failure(error);
    throw new ResponseError(CANVAS_PROVIDER_ERROR, message, { code, message });
  }
}

/** VS Code's own words, where it could not show something: that a file is no text, for example. */
function failure(error: unknown): { readonly message: string; readonly code: string } {
  if (error instanceof CannotShow) return error;
  const message = error instanceof Error ? error.message : String(error);
  return { message, code: error instanceof ShapeError ? "invalid_input" : "cannot_show" };
}
