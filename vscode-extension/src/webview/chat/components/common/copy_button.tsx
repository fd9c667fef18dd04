// Puts a text on the clipboard.

import { useState } from "preact/hooks";
import { useApp } from "./context";
import { IconButton } from "./icon";

export interface CopyButtonProps {
  readonly label: string;
  readonly text: () => string;
}

/** Shows that it has copied until the pointer or the focus goes elsewhere. */
export function CopyButton({ label, text }: CopyButtonProps) {
  const { bridge, problems, announcer } = useApp();
  const [copied, setCopied] = useState(false);
  const copy = () =>
    problems.attempt("It was not copied", async () => {
      await bridge.request("host/copy", { text: text() });
      setCopied(true);
      announcer.say("Copied");
    });
  return (
    <IconButton
      class="copy"
      icon={copied ? "check" : "copy"}
      label={label}
      testid="copy"
      onClick={() => void copy()}
      onPointerLeave={() => setCopied(false)}
      onBlur={() => setCopied(false)}
    />
  );
}
