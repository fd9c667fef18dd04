// The files that a tool call touches. Each opens in the editor.

import { baseName } from "../../../../conversation/format";
import type { JsonObject } from "../../../../protocol";
import { useApp } from "../common/context";
import { useDisclosure } from "../common/disclosure";

/** So many are shown unasked. */
const FEW = 6;

export interface LocationsProps {
  /** Whose they are, in the thread. */
  readonly id: string;
  readonly locations: readonly JsonObject[];
}

export function Locations({ id, locations }: LocationsProps) {
  const [all, toggle] = useDisclosure(`${id}/locations`, false);
  if (locations.length === 0) {
    return null;
  }
  return (
    <div class="locations">
      {(all ? locations : locations.slice(0, FEW)).map((location, at) => (
        <LocationLink key={at} location={location} />
      ))}
      {locations.length > FEW && (
        <button
          type="button"
          class="link quiet"
          data-testid="all-locations"
          aria-expanded={all}
          onClick={toggle}
        >
          {all ? "Show fewer" : `Show all ${locations.length}`}
        </button>
      )}
    </div>
  );
}

function LocationLink({ location }: { readonly location: JsonObject }) {
  const app = useApp();
  const path = String(location.path ?? location.uri);
  const line = typeof location.line === "number" ? location.line : null;
  const uri = String(location.uri ?? location.path);
  // Lines of ACP begin at 1.
  const start = line === null ? null : { line: Math.max(0, line - 1), character: 0 };
  const open = () =>
    app.bridge.request("host/openLocation", {
      uri,
      ...(start && { range: { start, end: start } }),
    });
  return (
    <button
      type="button"
      class="link"
      data-testid="location"
      title={path}
      onClick={() => void app.problems.attempt("The file could not be opened", open)}
    >
      {baseName(path)}
      {line !== null && `:${line}`}
    </button>
  );
}
