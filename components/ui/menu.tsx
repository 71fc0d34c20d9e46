"use client";

import { clsx } from "clsx";
import Link from "next/link";
import { Content, Item, Portal, Root, Separator, Trigger } from "radix-ui/dropdown-menu";
import type { ReactNode } from "react";

export type MenuItem =
  | {
      readonly label: string;
      readonly icon?: ReactNode;
      readonly danger?: boolean;
      readonly href?: string;
      readonly onSelect?: () => void;
    }
  | "separator";

/** Actions behind one button (`children`, a Button or IconButton). Arrow keys, typing and Escape work. */
export function Menu({
  items,
  children,
}: {
  readonly items: readonly MenuItem[];
  readonly children: ReactNode;
}) {
  return (
    <Root modal={false}>
      <Trigger asChild>{children}</Trigger>
      <Portal>
        <Content align="end" sideOffset={6} className="panel z-50 min-w-48 p-1">
          {items.map((item, index) =>
            item === "separator" ? (
              <Separator key={index} className="my-1 h-px bg-line" />
            ) : (
              <Entry key={item.label} item={item} />
            ),
          )}
        </Content>
      </Portal>
    </Root>
  );
}

function Entry({ item }: { readonly item: Exclude<MenuItem, "separator"> }) {
  const look = clsx(
    "flex min-h-9 max-md:min-h-12 w-full cursor-pointer select-none items-center gap-2.5 rounded-md px-2.5 text-sm outline-none data-highlighted:bg-hover [&_svg]:size-4",
    item.danger ? "text-bad" : "text-text [&_svg]:text-muted",
  );
  if (item.href) {
    return (
      <Item asChild className={look}>
        <Link href={item.href}>
          {item.icon}
          {item.label}
        </Link>
      </Item>
    );
  }
  return (
    <Item className={look} onSelect={item.onSelect}>
      {item.icon}
      {item.label}
    </Item>
  );
}
