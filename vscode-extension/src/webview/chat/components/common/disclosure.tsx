// A part that is folded until it is wanted. Which are open is kept while rows come and go.

import { signal } from "@preact/signals";
import type { ComponentChildren } from "preact";
import { Icon } from "./icon";

const choices = signal<ReadonlyMap<string, boolean>>(new Map());

/** Whether the part `id` is open, and how to turn that round. */
export function useDisclosure(id: string, initially: boolean): readonly [boolean, () => void] {
  const open = choices.value.get(id) ?? initially;
  const toggle = () => {
    choices.value = new Map(choices.peek()).set(id, !open);
  };
  return [open, toggle];
}

export interface DisclosureProps {
  readonly id: string;
  readonly summary: ComponentChildren;
  readonly initially?: boolean;
  readonly class?: string;
  readonly testid?: string;
  readonly children: () => ComponentChildren;
}

export function Disclosure(props: DisclosureProps) {
  const [open, toggle] = useDisclosure(props.id, props.initially ?? false);
  return (
    <div class={`disclosure ${props.class ?? ""}`} data-testid={props.testid}>
      <button type="button" class="disclosure-head" aria-expanded={open} onClick={toggle}>
        <Icon name={open ? "chevron-down" : "chevron-right"} class="chevron" />
        {props.summary}
      </button>
      {open && <div class="disclosure-body">{props.children()}</div>}
    </div>
  );
}
