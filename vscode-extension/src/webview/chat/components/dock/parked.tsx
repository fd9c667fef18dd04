// The agent is not started again by itself.

import type { Banner } from "../../../../conversation/banner";
import type { AgentName, ParkedCause } from "../../../../protocol";
import { useApp, useConversation } from "../common/context";
import { Disclosure } from "../common/disclosure";
import { ActionButton, TextButton } from "../common/icon";
import { BannerFrame } from "./banner_frame";

interface Looks {
  readonly icon: string;
  readonly title: (agent: string) => string;
  readonly action: string;
}

const LOOKS: Readonly<Record<ParkedCause, Looks>> = {
  crashLoop: {
    icon: "bug",
    title: (agent) => `${agent} crashed too often and is not started again`,
    action: "Restart",
  },
  agentUnavailable: {
    icon: "package",
    title: (agent) => `${agent} cannot be started`,
    action: "Try Again",
  },
  authRequired: {
    icon: "account",
    title: (agent) => `${agent} wants you to log in`,
    action: "Try Again",
  },
  rateLimited: {
    icon: "watch",
    title: (agent) => `${agent} is asked too much for now`,
    action: "Try Again",
  },
};

export interface ParkedProps {
  readonly banner: Extract<Banner, { kind: "parked" }>;
  readonly agent: AgentName;
}

export function Parked({ banner, agent }: ParkedProps) {
  const app = useApp();
  const { actions } = useConversation();
  const { cause, error, stderrTail, authMethods } = banner;
  const looks = LOOKS[cause] ?? LOOKS.agentUnavailable;
  return (
    <BannerFrame
      tone="error"
      icon={looks.icon}
      testid={`parked-${cause}`}
      title={looks.title(app.agentName(agent))}
    >
      {error && <p>{error.message}</p>}
      {stderrTail && (
        <Disclosure id={`${agent}/stderr`} summary="Its last words" initially testid="stderr">
          {() => <pre class="output">{stderrTail}</pre>}
        </Disclosure>
      )}
      <div class="options">
        {cause === "authRequired" && (
          <ActionButton
            primary
            icon="key"
            testid="login"
            run={async () => actions.login(agent, authMethods)}
          >
            Log In
          </ActionButton>
        )}
        <ActionButton
          primary={cause !== "authRequired"}
          testid="restart-agent"
          run={async () => actions.run()}
        >
          {looks.action}
        </ActionButton>
        {cause === "agentUnavailable" && (
          <TextButton
            testid="agent-settings"
            onClick={() =>
              void app.bridge.request("host/openSettings", { key: "easel.agents" }).catch(() => {})
            }
          >
            Settings
          </TextButton>
        )}
      </div>
    </BannerFrame>
  );
}
