// The whole panel.

import type { Route } from "../model/app";
import { useApp } from "./common/context";
import { Icon, TextButton } from "./common/icon";
import { ListView } from "./list/list_view";
import { TrashView } from "./list/trash_view";
import { ThreadView } from "./thread/thread_view";

export function Root() {
  const app = useApp();
  const server = app.server.value;
  return (
    <div class="panel">
      <span class="said" data-testid="server-state">
        {server.state} {server.message ?? ""}
      </span>
      <LiveRegions />
      {server.state === "ready" ? null : <ServerNote />}
      {(server.state === "ready" || app.hasBeenReady.value) && <View route={app.route.value} />}
    </div>
  );
}

function View({ route }: { readonly route: Route }) {
  switch (route.view) {
    case "list":
      return <ListView />;
    case "trash":
      return <TrashView />;
    case "thread":
      return <ThreadView id={route.conversationId} />;
  }
}

function LiveRegions() {
  const { announcer } = useApp();
  return (
    <div class="said">
      <div aria-live="polite" data-testid="announcements">
        {announcer.polite.value}
      </div>
      <div aria-live="assertive">{announcer.assertive.value}</div>
    </div>
  );
}

const TITLES = {
  starting: "Easel is starting",
  failed: "Easel could not start",
  untrusted: "This folder is not trusted",
  ready: "",
} as const;
const ICONS = {
  starting: "loading",
  failed: "error",
  untrusted: "workspace-untrusted",
  ready: "check",
} as const;

/** Why there is no server to talk to. It fills the panel, unless there is something to read. */
function ServerNote() {
  const app = useApp();
  const { state, message, actions } = app.server.value;
  const full = !app.hasBeenReady.value;
  return (
    <section
      class={full ? "empty" : "banner warning"}
      data-testid="server-note"
      data-state={state}
      role="status"
    >
      <Icon name={ICONS[state]} class={full ? "empty-icon" : "banner-icon"} />
      <div class="banner-body">
        <h2>{TITLES[state]}</h2>
        {message && <p>{message}</p>}
        <div class="options">
          {(actions ?? []).map((action, at) => (
            <TextButton
              key={action.id}
              primary={at === 0}
              testid={`server-action-${action.id}`}
              onClick={() =>
                void app.bridge.request("host/runServerAction", { id: action.id }).catch(() => {})
              }
            >
              {action.title}
            </TextButton>
          ))}
        </div>
      </div>
    </section>
  );
}
