import { KeyForm } from "@/components/keys/key-form";
import { KeyList } from "@/components/keys/key-list";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { keyChoices, listKeys } from "@/lib/members/key-queries";
import { zones } from "@/lib/zones/table";
import { createKey, recycleKey, revokeKey } from "./actions";

export const metadata = { title: "Your API keys" };

export default page({
  permission: "member",
  load: async (context) => ({
    keys: await listKeys(context, "own"),
    choices: await keyChoices(context),
  }),
  render: ({ actor, now, data: { keys, choices } }) => (
    <>
      <PageHeader
        title="Your API keys"
        description="For your own programs. A key never does more than you may do at that moment, and ends when you leave."
        above={
          <Breadcrumb
            items={[{ label: "Me", href: `/o/${actor.slug}/me` }, { label: "API keys" }]}
          />
        }
      />
      <div className="grid max-w-3xl gap-10">
        {keys.length > 0 && (
          <Section title="Keys">
            <KeyList
              own
              keys={keys}
              zone={zones(actor.zone)}
              now={now}
              recycle={recycleKey.bind(null, actor.slug)}
              revoke={revokeKey.bind(null, actor.slug)}
            />
          </Section>
        )}
        <Section
          title="Make a key"
          description={`A program sends it as “Authorization: Bearer …”. To begin with: /o/${actor.slug}/now.json says who is on call.`}
        >
          <KeyForm action={createKey.bind(null, actor.slug)} choices={choices} />
        </Section>
      </div>
    </>
  ),
});
