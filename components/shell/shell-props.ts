import type { PersonLook } from "@/components/ui/person-chip";
import type { Place } from "./navigation";

export type ThemeChoice = "light" | "dark" | "system";
export type ThemeAction = (form: FormData) => Promise<void>;

export type ShellProps = {
  /** The organisation's path, such as "/o/acme". */
  readonly base: string;
  readonly organisation: { readonly name: string };
  /** The viewer's other organisations; empty for most. */
  readonly otherOrganisations?: readonly { readonly name: string; readonly href: string }[];
  /** Places the viewer may not open; they are left out. */
  readonly hidden?: readonly Place[];
  /** Drafts that wait for the viewer. */
  readonly drafts?: number;
  readonly me: PersonLook & { readonly email: string };
  readonly theme: ThemeChoice;
  /** Receives `theme` (light, dark, system). */
  readonly themeAction: ThemeAction;
};
