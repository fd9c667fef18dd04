// A button that opens a menu or a list of choices.

import type { ComponentChildren } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { MenuList } from "./menu_list";

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: string;
  readonly detail?: string;
  /** Of a list of choices: this one holds. Absent: a menu of things to do. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly run: () => void;
  /** What else can be done with it. The menu stays open. */
  readonly aside?: { readonly label: string; readonly icon: string; readonly run: () => void };
}

export interface MenuProps {
  readonly label: string;
  readonly button: ComponentChildren;
  readonly items: readonly MenuItem[];
  readonly class?: string;
  /** Where it opens. */
  readonly place: "above" | "below";
  readonly align?: "left" | "right";
  readonly testid: string;
  readonly disabled?: boolean;
}

export function Menu(props: MenuProps) {
  const [open, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  const close = () => {
    setOpen(false);
    root.current?.querySelector("button")?.focus();
  };
  useOutsideClick(root, open, () => setOpen(false));
  return (
    <div class="menu" ref={root}>
      <button
        type="button"
        class={props.class ?? "icon-button"}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-label={props.label}
        title={props.label}
        data-testid={props.testid}
        disabled={props.disabled}
        onClick={() => setOpen(!open)}
        onKeyDown={(event) => {
          if (!open && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
            event.preventDefault();
            setOpen(true);
          }
        }}
      >
        {props.button}
      </button>
      {open && <MenuList {...props} close={close} />}
    </div>
  );
}

/** Call `leave` when the pointer goes down, or the focus goes, outside of `root`. */
function useOutsideClick(
  root: { readonly current: HTMLElement | null },
  active: boolean,
  leave: () => void,
): void {
  useEffect(() => {
    if (!active) {
      return;
    }
    const listen = ({ target }: Event) => {
      if (!root.current?.contains(target as Node)) {
        leave();
      }
    };
    document.addEventListener("pointerdown", listen);
    window.addEventListener("blur", leave);
    return () => {
      document.removeEventListener("pointerdown", listen);
      window.removeEventListener("blur", leave);
    };
  }, [active]);
}
