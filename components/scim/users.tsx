import Link from "next/link";
import { Badge } from "@/components/ui/badge";
import type { ScimUserView } from "@/lib/scim/settings-queries";

const TONES = { member: "good", invited: "warn", deactivated: "bad" } as const;

/** Whom the provider has made, and how they stand. */
export function ScimUsers({
  users,
  total,
  base,
}: {
  readonly users: readonly ScimUserView[];
  readonly total: number;
  readonly base: string;
}) {
  if (users.length === 0) return <p className="text-muted text-sm">Nobody yet.</p>;
  return (
    <>
      <ul>
        {users.map(({ id, personId, name, userName, standing }) => (
          <li
            key={id}
            className="wrap-anywhere flex flex-wrap items-center gap-2 border-line border-b py-2 last:border-b-0"
          >
            <Link
              href={`${base}/people/${personId}`}
              className="inline-flex items-center font-strong hover:underline max-md:min-h-11"
            >
              {name}
            </Link>
            <span className="text-muted text-sm">{userName}</span>
            <Badge tone={TONES[standing]}>{standing}</Badge>
          </li>
        ))}
      </ul>
      {total > users.length && (
        <p className="text-muted text-sm">
          {users.length} of {total} are shown.
        </p>
      )}
    </>
  );
}
