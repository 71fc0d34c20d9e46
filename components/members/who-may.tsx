import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import { Section } from "@/components/ui/card";
import type { Access } from "@/lib/members/access";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { AccessItem } from "./member-access";

/** Each permission with the members who hold it, where and why. */
export function WhoMay({
  permissions,
  base,
  zone,
  now,
}: {
  readonly permissions: readonly {
    readonly permission: string;
    readonly label: string;
    readonly administrative: boolean;
    readonly holders: readonly {
      readonly id: string;
      readonly name: string;
      readonly access: Access;
    }[];
  }[];
  readonly base: string;
  readonly zone: Zone;
  readonly now: Instant;
}) {
  return permissions.map(({ permission, label, administrative, holders }) => (
    <Section
      key={permission}
      title={
        <span className="flex flex-wrap items-center gap-2">
          {label}
          {administrative && <Badge>needs a second factor</Badge>}
        </span>
      }
    >
      {holders.length === 0 ? (
        <p className="text-muted text-sm">Nobody.</p>
      ) : (
        <ul className="border-line border-t">
          {holders.map(({ id, name, access }) => (
            <AccessItem
              key={`${id} ${access.where}`}
              line={access}
              title={
                <Link
                  href={`${base}/settings/members/${id}`}
                  className="inline-flex items-center rounded-sm py-1 text-accent-text underline-offset-4 hover:underline max-md:min-h-11"
                >
                  {name}
                </Link>
              }
              zone={zone}
              now={now}
            />
          ))}
        </ul>
      )}
    </Section>
  ));
}
