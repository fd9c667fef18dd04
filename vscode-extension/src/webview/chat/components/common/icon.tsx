// Signs and the buttons that show nothing else.

import type { ComponentChildren, JSX } from "preact";
import { useState } from "preact/hooks";

/** A codicon. It says nothing to a screen reader: the text beside it does. */
export function Icon({
  name,
  class: more = "",
}: {
  readonly name: string;
  readonly class?: string;
}) {
  const spin = name === "loading" ? " codicon-modifier-spin" : "";
  return <span class={`codicon codicon-${name}${spin} ${more}`} aria-hidden="true" />;
}

type ButtonProps = JSX.IntrinsicElements["button"];

export interface IconButtonProps extends Omit<ButtonProps, "icon" | "label" | "ref"> {
  readonly icon: string;
  /** Said by a screen reader, and shown when the pointer rests on the button. */
  readonly label: string;
  readonly testid?: string;
}

export function IconButton({ icon, label, testid, class: more, ...rest }: IconButtonProps) {
  return (
    <button
      type="button"
      class={`icon-button ${more ?? ""}`}
      aria-label={label}
      title={label}
      data-testid={testid}
      {...rest}
    >
      <Icon name={icon} />
    </button>
  );
}

export interface TextButtonProps extends Omit<ButtonProps, "icon" | "ref"> {
  readonly primary?: boolean;
  readonly icon?: string;
  readonly testid?: string;
  readonly children: ComponentChildren;
}

export interface ActionButtonProps extends Omit<TextButtonProps, "onClick"> {
  /** What it does. It cannot be pressed again before that is done. */
  readonly run: () => Promise<unknown>;
}

export function ActionButton({ run, disabled, ...rest }: ActionButtonProps) {
  const [running, setRunning] = useState(false);
  const start = async () => {
    setRunning(true);
    try {
      await run();
    } finally {
      setRunning(false);
    }
  };
  return <TextButton {...rest} disabled={running || disabled} onClick={() => void start()} />;
}

export function TextButton({
  primary,
  icon,
  testid,
  children,
  class: more,
  ...rest
}: TextButtonProps) {
  return (
    <button
      type="button"
      class={`button ${primary ? "primary" : "secondary"} ${more ?? ""}`}
      data-testid={testid}
      {...rest}
    >
      {icon && <Icon name={icon} />}
      {children}
    </button>
  );
}
