import { ChevronRight } from "lucide-react";
import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Avatar } from "@/components/ui/person-chip";

/** Members with their permissions summed up, as links to change them. */
export function MemberList({
  members,
  me,
  base,
}: {
  readonly members: readonly {
    readonly id: string;
    readonly name: string;
    readonly email: string;
    readonly holds: readonly string[];
    readonly waits: boolean;
  }[];
  readonly me: string;
  readonly base: string;
}) {
  return (
    <ul className="border-line border-t">
      {members.map(({ id, name, email, holds, waits }) => (
        <li key={id} className="border-line border-b">
          <Link
            href={`${base}/settings/members/${id}`}
            className="grid min-h-16 grid-cols-[auto_minmax(0,1fr)_auto] items-center gap-x-3 rounded-md py-2 hover:bg-hover md:grid-cols-[auto_minmax(0,1fr)_minmax(0,1fr)_auto] md:px-3"
          >
            <Avatar person={{ id, name }} />
            <span className="min-w-0">
              <span className="block truncate font-strong">
                {name}
                {id === me && <span className="font-normal text-muted"> (you)</span>}{" "}
                {waits && <Badge tone="warn">no second factor</Badge>}
              </span>
              <span className="block truncate text-muted text-sm">{email}</span>
              <span className="block text-muted text-sm md:hidden">{holdsWords(holds)}</span>
            </span>
            <span className="text-muted text-sm max-md:hidden">{holdsWords(holds)}</span>
            <ChevronRight aria-hidden className="size-4 text-faint" />
          </Link>
        </li>
      ))}
    </ul>
  );
}

const holdsWords = (holds: readonly string[]): string => holds.join(", ") || "No permissions";
