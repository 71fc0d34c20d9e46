import { SecondFactor } from "@/components/me/second-factor";
import { Waiting } from "@/components/members/member-access";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { toQr } from "@/lib/auth/qr";
import { factorOf, setupOf } from "@/lib/auth/second-factor";
import { page } from "@/lib/doors/page";
import { PERMISSIONS } from "@/lib/tenancy/permissions";
import { changeFactor } from "./actions";

export const metadata = { title: "Second factor" };

export default page({
  permission: "member",
  load: async ({ actor, now }) => ({
    factor: await factorOf(actor.userId),
    setup: await setupOf(actor.userId, now),
    waiting: (actor.waiting ?? []).map(({ permission }) => PERMISSIONS[permission].label),
  }),
  render: ({ actor, data: { factor, setup, waiting } }) => (
    <>
      <PageHeader
        title="Second factor"
        description="A code from an app on your phone, asked for after your password."
        above={
          <Breadcrumb
            items={[{ label: "Me", href: `/o/${actor.slug}/me` }, { label: "Second factor" }]}
          />
        }
      />
      {waiting.length > 0 && (
        <div className="mb-6 max-w-xl">
          <Waiting labels={[...new Set(waiting)]} setUp="" />
        </div>
      )}
      <SecondFactor
        {...factor}
        setup={setup && { ...setup, qr: toQr(setup.uri) }}
        change={changeFactor}
      />
    </>
  ),
});
