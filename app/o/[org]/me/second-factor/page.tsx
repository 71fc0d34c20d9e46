import { SecondFactor } from "@/components/me/second-factor";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { toQr } from "@/lib/auth/qr";
import { factorOf, setupOf } from "@/lib/auth/second-factor";
import { page } from "@/lib/doors/page";
import { changeFactor } from "./actions";

export const metadata = { title: "Second factor" };

export default page({
  permission: "member",
  load: async ({ actor, now }) => ({
    factor: await factorOf(actor.userId),
    setup: await setupOf(actor.userId, now),
  }),
  render: ({ actor, data: { factor, setup } }) => (
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
      <SecondFactor
        {...factor}
        setup={setup && { ...setup, qr: toQr(setup.uri) }}
        change={changeFactor}
      />
    </>
  ),
});
