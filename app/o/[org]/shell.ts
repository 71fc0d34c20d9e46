import { switchTheme } from "@/app/(account)/actions";
import type { Place } from "@/components/shell/navigation";
import type { ShellProps } from "@/components/shell/shell-props";
import { userEmail } from "@/lib/auth/account";
import { namedTo } from "@/lib/auth/demand";
import { requireSession } from "@/lib/auth/session";
import { type Actor, canSomewhere, waitsForFactor } from "@/lib/tenancy/actor";
import type { Permission } from "@/lib/tenancy/permissions";
import { chosenTheme } from "@/lib/theme";

const NEEDED: Readonly<Partial<Record<Place, Permission>>> = {
  schedules: "schedule.view",
  drafts: "schedule.view",
  people: "schedule.view",
  teams: "schedule.view",
  reports: "schedule.view",
  log: "log.view",
  import: "import.run",
  settings: "settings.manage",
};

/** What the frame shows: who, where else, and the places that this member may open. */
export async function shellProps(
  actor: Actor,
  { drafts, person }: { drafts: number; person: string | null },
): Promise<ShellProps> {
  const session = await requireSession();
  const { userId, emailBox } = session;
  const places = Object.entries(NEEDED) as [Place, Permission][];
  return {
    base: `/o/${actor.slug}`,
    organisation: { name: actor.organisation },
    otherOrganisations: namedTo(session)
      .filter(({ slug }) => slug !== actor.slug)
      .map(({ slug, organisation }) => ({ name: organisation, href: `/o/${slug}` })),
    hidden: places.flatMap(([place, permission]) =>
      canSomewhere(actor, permission) || waitsForFactor(actor, permission) ? [] : [place],
    ),
    drafts,
    me: {
      id: person ?? actor.memberId,
      name: actor.name,
      email: userEmail({ id: userId, emailBox }),
    },
    theme: await chosenTheme(),
    themeAction: switchTheme,
  };
}
