import type { Metadata } from "next";
import { redirect } from "next/navigation";
import * as z from "zod";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { findDraftForEditing } from "@/lib/roster/edit-queries";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { fetchZones, save, submit } from "./actions";
import { Editor } from "./editor";

export const metadata: Metadata = { title: "Edit a draft" };

export default page({
  permission: "schedule.edit",
  params: z.object({ draft: rowIdSchema }),
  load: (context, { draft }) => findDraftForEditing(context, draft),
  render: ({ actor: { slug }, now, data, params }) => {
    const draftHref = `/o/${slug}/drafts/${params.draft}`;
    if (!data.open) redirect(draftHref);
    const { open: _open, schedule, ...editing } = data;
    return (
      <>
        <PageHeader
          above={
            <Breadcrumb
              items={[
                { label: "Drafts", href: `/o/${slug}/drafts` },
                { label: editing.draft.title, href: draftHref },
                { label: "Edit" },
              ]}
            />
          }
          title={schedule.name}
          description="You are editing a draft. Nobody's hours change before it is reviewed and published."
        />
        <Editor
          {...editing}
          now={now}
          draftHref={draftHref}
          actions={{
            save: save.bind(null, slug),
            submit: submit.bind(null, slug),
            fetchZones: fetchZones.bind(null, slug),
          }}
        />
      </>
    );
  },
});
