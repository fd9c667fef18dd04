import type { FeatureState, StaticFeature } from "vscode-languageclient/node";
import { PROTOCOL_VERSION } from "../../protocol";

/** The form of the canvas messages that this extension speaks. */
export const CANVAS_PROFILE = "pr298-r1";

/** Tells the server that this editor draws conversations and canvases by itself. */
export function announcement(clientId: string): StaticFeature {
  const canvas = { profile: CANVAS_PROFILE, clientId };
  return {
    fillClientCapabilities(capabilities) {
      const easel = { protocolVersion: PROTOCOL_VERSION, canvas };
      capabilities.experimental = { ...capabilities.experimental, easel };
    },
    initialize() {},
    getState(): FeatureState {
      return { kind: "static" };
    },
    clear() {},
  };
}
