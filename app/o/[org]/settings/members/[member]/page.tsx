import Link from "next/link";
import * as z from "zod";
import { GrantMatrix } from "@/components/members/grant-matrix";
import { MemberAccess } from "@/components/members/member-access";
import { MemberAct } from "@/components/members/member-act";
import { Badge } from "@/components/ui/badge";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { findAccess } from "@/lib/members/access-queries";
import { grantMatrix } from "@/lib/members/matrix";
import { findMember } from "@/lib/members/queries";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { zones } from "@/lib/zones/table";
import { changePermissions, removeMember, signMemberOut, takeFactors } from "../../actions";

export const metadata = { title: "Member" };

export default page({
  permission: "member.manage",
  params: z.object({ member: rowIdSchema }),
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
                className="inline-flex min-h-10 items-center text-accent-text text-sm underline-offset-4 hover:underline max-md:min-h-11"
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
            description="Ends their sessions, for a device that was lost or that somebody else may have used. If they are in other organisations too, they stay signed in there."
          >
            <MemberAct
              variant="quiet"
              id={member.id}
              action={signMemberOut.bind(null, actor.slug)}
              done={`${member.name} was signed out on all devices.`}
              question={`Sign ${member.name} out on all devices?`}
              consequence="They are told by mail, and can sign in again at once with their password and second factor."
            >
              Sign {member.name} out
            </MemberAct>
          </Section>
          {member.id !== actor.memberId && (
            <Section
              title="Lost second factor"
              description="When their device and their backup codes are gone. Make sure first that it is really them asking: see them, or call a number that you know."
            >
              <MemberAct
                id={member.id}
                action={takeFactors.bind(null, actor.slug)}
                done={`Done. ${member.name} was told by mail how to go on, and so were the owners.`}
                question={`Take away all second factors of ${member.name}?`}
                consequence="Backup codes too, and they are signed out on all devices. They sign in with their password and a code by mail, and have to set up another second factor before anything else."
                confirm="Take them away"
              >
                Take away lost second factors
              </MemberAct>
            </Section>
          )}
          <Section
            title="Remove"
            description="Their account stays, but it is no longer a member here."
          >
            <MemberAct
              id={member.id}
              action={removeMember.bind(null, actor.slug)}
              question={`Remove ${member.name} from this organisation?`}
              consequence="Their permissions go at once. The person stays on the roster until a draft changes it."
            >
              Remove {member.name}
            </MemberAct>
          </Section>
        </div>
      </>
    );
  },
});
