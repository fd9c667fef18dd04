// A button that opens a menu or a list of choices.

import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { Icon } from "./icon";

/** How far lists stay away from the edges of the page, in pixels. */
const EDGE = 6;

export interface MenuItem {
  readonly id: string;
  readonly label: string;
  readonly icon?: string;
  readonly detail?: string;
  /** Of a list of choices: this one holds. Absent: a menu of things to do. */
  readonly checked?: boolean;
  readonly disabled?: boolean;
  readonly run: () => void;
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

function MenuList(props: MenuProps & { readonly close: () => void }) {
  const list = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    stayInside(list.current);
    const items = itemsIn(list.current);
    (items.find((item) => item.ariaChecked === "true") ?? items[0])?.focus();
  }, []);
  return (
    <div
      ref={list}
      class={`popover menu-list ${props.place} ${props.align ?? "left"}`}
      role="menu"
      tabIndex={-1}
      aria-label={props.label}
      onKeyDown={(event) => moveInMenu(event, list.current, props.close)}
    >
      {props.items.map((item) => (
        <button
          type="button"
          key={item.id}
          class="menu-item"
          {...roleOf(item)}
          tabIndex={-1}
          disabled={item.disabled}
          data-testid={`${props.testid}-${item.id}`}
          onClick={() => {
            props.close();
            item.run();
          }}
        >
          <Icon name={item.checked ? "check" : (item.icon ?? "blank")} />
          <span class="menu-text">
            <span>{item.label}</span>
            {item.detail && <span class="menu-detail">{item.detail}</span>}
          </span>
        </button>
      ))}
    </div>
  );
}

/** Move a list that would end beyond an edge of the page. */
function stayInside(list: HTMLElement | null): void {
  if (list) {
    const { left, right } = list.getBoundingClientRect();
    const beyond = Math.max(0, right - window.innerWidth + EDGE) - Math.max(0, EDGE - left);
    list.style.transform = `translateX(${-beyond}px)`;
  }
}

function roleOf({ checked }: MenuItem) {
  return checked === undefined
    ? ({ role: "menuitem" } as const)
    : ({ role: "menuitemradio", "aria-checked": checked } as const);
}

function itemsIn(list: HTMLElement | null): HTMLButtonElement[] {
  return [...(list?.querySelectorAll<HTMLButtonElement>(".menu-item:not(:disabled)") ?? [])];
}

function moveInMenu(event: KeyboardEvent, list: HTMLElement | null, close: () => void): void {
  const items = itemsIn(list);
  const at = items.indexOf(document.activeElement as HTMLButtonElement);
  const targets: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  const target =
    targets[event.key] ??
    items.findIndex((item, place) => startsWith(item, event.key) && place > at);
  if (event.key === "Escape" || event.key === "Tab") {
    event.preventDefault();
    event.stopPropagation();
    close();
  } else if (items[target]) {
    event.preventDefault();
    items[target].focus();
  }
}

function startsWith(item: HTMLElement, key: string): boolean {
  return key.length === 1 && (item.textContent ?? "").trim().toLowerCase().startsWith(key);
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
