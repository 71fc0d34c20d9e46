import * as z from "zod";
import { Erasure } from "@/components/personal/erasure";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { AppError } from "@/lib/errors";
import { findPerson } from "@/lib/people/queries";
import { erasureOf } from "@/lib/personal/queries";
import { canEverywhere } from "@/lib/tenancy/actor";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { erasePerson, handOver } from "../../actions";

export const metadata = { title: "Erase a person" };

export default page({
  permission: "people.manage",
  params: z.object({ person: rowIdSchema }),
  load: async (context, { person: id }) => {
    const person = await findPerson(context, id);
    if (!person || person.erasedAt !== null) return null;
    if (!canEverywhere(context.actor, "people.manage"))
      throw new AppError("refused", "Only who manages all people may erase somebody.");
    return { person, view: await erasureOf(context, id) };
  },
  render: ({ actor, data: { person, view } }) => {
    const people = `/o/${actor.slug}/people`;
    return (
      <>
        <PageHeader
          title={`Erase ${person.name}`}
          description={`Takes ${person.name} out of ${actor.organisation} for good.`}
          above={
            <Breadcrumb
              items={[
                { label: "People", href: people },
                { label: person.name, href: `${people}/${person.id}` },
                { label: "Erase" },
              ]}
            />
          }
        />
        <div className="max-w-3xl">
          <Section title="What it means">
            <Erasure
              name={person.name}
              base={`/o/${actor.slug}`}
              view={view}
              handOver={handOver.bind(null, actor.slug)}
              erase={erasePerson.bind(null, actor.slug)}
            />
          </Section>
        </div>
      </>
    );
  },
});
