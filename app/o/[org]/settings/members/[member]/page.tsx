import Link from "next/link";
import * as z from "zod";
import { EndSessions } from "@/components/members/end-sessions";
import { GrantMatrix } from "@/components/members/grant-matrix";
import { LostFactor } from "@/components/members/lost-factor";
import { MemberAccess } from "@/components/members/member-access";
import { RemoveMember } from "@/components/members/remove-member";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { findAccess } from "@/lib/members/access-queries";
import { grantMatrix } from "@/lib/members/matrix";
import { findMember } from "@/lib/members/queries";
import { zones } from "@/lib/zones/table";
import { changePermissions, removeMember, signMemberOut, takeFactors } from "../../actions";

export const metadata = { title: "Member" };

export default page({
  permission: "member.manage",
  params: z.object({ member: z.uuid() }),
  load: async (context, { member }) => {
    const found = await findMember(context, member);
    const access = await findAccess(context, member);
    return found && access && { member: found, ...access };
  },
  render: ({ actor, now, data: { member, access, changes } }) => {
    const base = `/o/${actor.slug}`;
    return (
      <>
        <PageHeader
          above={
            <Breadcrumb
              items={[
                { label: "Members", href: `${base}/settings/members` },
                { label: member.name },
              ]}
            />
          }
          title={member.name}
          badge={member.id === actor.memberId && <Badge tone="accent">you</Badge>}
          description={member.email}
          actions={
            member.person && (
              <Link
                href={`${base}/people/${member.person.id}`}
                className="inline-flex min-h-10 items-center text-accent-text text-sm underline-offset-4 hover:underline"
              >
                On the roster
              </Link>
            )
          }
        />
        <div className="grid gap-10">
          <Section
            title="Permissions"
            description="For the whole organisation, or for single teams. A box that you cannot change is one that you do not hold."
          >
            <GrantMatrix
              memberId={member.id}
              matrix={grantMatrix(actor, member.teams, member.grants)}
              action={changePermissions.bind(null, actor.slug)}
            />
          </Section>
          <MemberAccess access={access} changes={changes} zone={zones(actor.zone)} now={now} />
          <Section
            title="Sessions"
            description="For a device that was lost, or one that somebody else may have used."
          >
            <EndSessions
              id={member.id}
              name={member.name}
              action={signMemberOut.bind(null, actor.slug)}
            />
          </Section>
          {member.id !== actor.memberId && (
            <Section
              title="Lost second factor"
              description="When their device and their backup codes are gone. Make sure first that it is they who ask: see them, or call a number that you know."
            >
              <LostFactor
                id={member.id}
                name={member.name}
                action={takeFactors.bind(null, actor.slug)}
              />
            </Section>
          )}
          <Section title="Remove" description="The account stays; it is no member here any more.">
            <RemoveMember
              id={member.id}
              name={member.name}
              action={removeMember.bind(null, actor.slug)}
            />
          </Section>
        </div>
      </>
    );
  },
});
