import { Download } from "lucide-react";
import { Erasure } from "@/components/personal/erasure";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { buttonStyle } from "@/components/ui/button-style";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { ownErasure } from "@/lib/personal/queries";
import { eraseMe, handOverMine } from "./actions";

export const metadata = { title: "Your data" };

export default page({
  permission: "member",
  load: async (context) => ({ view: await ownErasure(context) }),
  render: ({ actor, data: { view } }) => (
    <>
      <PageHeader
        title="Your data"
        description={`What Standby keeps about you, and what ${actor.organisation} does.`}
        above={
          <Breadcrumb
            items={[{ label: "Me", href: `/o/${actor.slug}/me` }, { label: "Your data" }]}
          />
        }
      />
      <div className="grid max-w-3xl gap-10">
        <Section
          title="Take it with you"
          description="One file (JSON): your account, contacts, permissions, devices, keys and feeds without their secrets, time off, wishes, drafts and reviews, your shifts of a year back and ahead, and the change log’s entries by or about you."
        >
          <div>
            {/* Not a router link, which loads ahead: each export is logged. Not `download`: who has to confirm is sent to a page. */}
            <a href={`/o/${actor.slug}/me/data/export`} className={buttonStyle({})}>
              <Download aria-hidden />
              Export my data
            </a>
          </div>
        </Section>
        <Section title="Erase me" description={`Takes you out of ${actor.organisation} for good.`}>
          <Erasure
            name={null}
            base={`/o/${actor.slug}`}
            view={view}
            handOver={handOverMine.bind(null, actor.slug)}
            erase={eraseMe.bind(null, actor.slug)}
          />
        </Section>
      </div>
    </>
  ),
});
