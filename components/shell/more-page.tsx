import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Card } from "@/components/ui/card";
import { MeMenu } from "./me-menu";
import { PLACES } from "./navigation";
import type { ShellProps } from "./shell-props";

/** The phone's "More": the places that the bottom bar has no room for, other organisations, me. */
export function MorePage(props: ShellProps) {
  const { base, hidden = [], otherOrganisations = [] } = props;
  const rest = PLACES.filter(
    ({ place }) => !["now", "schedules", "drafts"].includes(place) && !hidden.includes(place),
  );
  const line =
    "flex min-h-13 items-center gap-3 border-line border-b text-base [&_svg]:size-5 [&_svg]:text-muted";
  return (
    <div className="grid gap-6">
      <nav aria-label="More">
        {rest.map(({ place, label, path, icon: Icon }) => (
          <Link key={place} href={`${base}${path}`} className={line}>
            <Icon aria-hidden strokeWidth={1.75} />
            <span className="flex-1">{label}</span>
            <ChevronRight aria-hidden />
          </Link>
        ))}
      </nav>
      {otherOrganisations.length > 0 && (
        <nav aria-labelledby="other-organisations">
          <h2 id="other-organisations" className="font-strong text-muted text-sm">
            Other organisations
          </h2>
          {otherOrganisations.map(({ name, href }) => (
            <Link key={href} href={href} className={line}>
              <span className="flex-1">{name}</span>
              <ChevronRight aria-hidden />
            </Link>
          ))}
        </nav>
      )}
      <Card className="p-1.5!">
        <MeMenu {...props} />
      </Card>
    </div>
  );
}
