import {
  CalendarRange,
  ChartBarStacked,
  FilePenLine,
  Import,
  type LucideIcon,
  PhoneCall,
  ScrollText,
  Settings,
  User,
  UsersRound,
} from "lucide-react";

export type Place =
  | "now"
  | "schedules"
  | "drafts"
  | "people"
  | "teams"
  | "reports"
  | "log"
  | "import"
  | "settings";

export type NavEntry = {
  readonly place: Place;
  readonly label: string;
  readonly path: string;
  readonly icon: LucideIcon;
};

/** The places of an organisation, below its base path, in the order of the sidebar. */
export const PLACES: readonly NavEntry[] = [
  { place: "now", label: "Now", path: "", icon: PhoneCall },
  { place: "schedules", label: "Schedules", path: "/schedules", icon: CalendarRange },
  { place: "drafts", label: "Drafts", path: "/drafts", icon: FilePenLine },
  { place: "people", label: "People", path: "/people", icon: User },
  { place: "teams", label: "Teams", path: "/teams", icon: UsersRound },
  { place: "reports", label: "Reports", path: "/reports", icon: ChartBarStacked },
  { place: "log", label: "Log", path: "/log", icon: ScrollText },
  { place: "import", label: "Import", path: "/import", icon: Import },
  { place: "settings", label: "Settings", path: "/settings", icon: Settings },
];
