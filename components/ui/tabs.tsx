"use client";

import { Content, List, Root, Trigger } from "radix-ui/tabs";
import type { ReactNode } from "react";
import { tabList, tabLook } from "./tab-style";

/** Panels of one page, one shown at a time. For views with an address of their own use TabLinks. */
export function Tabs({
  label,
  tabs,
}: {
  readonly label: string;
  readonly tabs: readonly {
    readonly id: string;
    readonly label: ReactNode;
    readonly content: ReactNode;
  }[];
}) {
  return (
    <Root defaultValue={tabs[0]?.id}>
      <List aria-label={label} className={tabList}>
        {tabs.map((tab) => (
          <Trigger key={tab.id} value={tab.id} className={tabLook}>
            {tab.label}
          </Trigger>
        ))}
      </List>
      {tabs.map((tab) => (
        <Content key={tab.id} value={tab.id} className="pt-5">
          {tab.content}
        </Content>
      ))}
    </Root>
  );
}
