// How a banner looks.

import type { ComponentChildren } from "preact";
import { useEffect } from "preact/hooks";
import { useApp } from "../common/context";
import { Icon, IconButton } from "../common/icon";

export interface BannerFrameProps {
  readonly tone: "info" | "warning" | "error";
  readonly icon: string;
  readonly title: string;
  readonly testid: string;
  readonly close?: () => void;
  readonly children: ComponentChildren;
}

export function BannerFrame({ tone, icon, title, testid, close, children }: BannerFrameProps) {
  const { announcer } = useApp();
  useEffect(() => announcer.interrupt(title), [title]);
  return (
    <section class={`banner ${tone}`} data-testid={testid} aria-label={title}>
      <Icon name={icon} class="banner-icon" />
      <div class="banner-body">
        <p class="banner-title">{title}</p>
        {children}
      </div>
      {close && (
        <IconButton icon="close" label="Close" testid={`${testid}-close`} onClick={close} />
      )}
    </section>
  );
}
