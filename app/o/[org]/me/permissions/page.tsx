import { MemberAccess } from "@/components/members/member-access";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { findAccess } from "@/lib/members/access-queries";
import { zones } from "@/lib/zones/table";

export const metadata = { title: "My permissions" };

export default page({
  permission: "member",
  load: (context) => findAccess(context, context.actor.memberId),
  render: ({ actor, now, data: { access, changes } }) => (
    <>
      <PageHeader
        title="My permissions"
        description={`What you may do in ${actor.organisation}, and why.`}
        above={
          <Breadcrumb
            items={[{ label: "Me", href: `/o/${actor.slug}/me` }, { label: "My permissions" }]}
          />
        }
      />
      <div className="grid max-w-4xl gap-10">
        <MemberAccess
          access={access}
          changes={changes}
          setUp={`/second-factor?org=${actor.slug}`}
          zone={zones(actor.zone)}
          now={now}
        />
      </div>
    </>
  ),
});
