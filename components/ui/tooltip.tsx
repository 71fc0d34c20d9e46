"use client";

import { Content, Portal, Provider, Root, Trigger } from "radix-ui/tooltip";
import type { ReactNode } from "react";

/** A few words about a control on hover and focus. Never the only place where something is said. */
export function Tooltip({
  text,
  children,
}: {
  readonly text: string;
  readonly children: ReactNode;
}) {
  return (
    <Provider delayDuration={250}>
      <Root>
        <Trigger asChild>{children}</Trigger>
        <Portal>
          <Content
            sideOffset={6}
            className="z-50 max-w-64 rounded-md bg-text px-2.5 py-1.5 text-bg text-xs"
          >
            {text}
          </Content>
        </Portal>
      </Root>
    </Provider>
  );
}
