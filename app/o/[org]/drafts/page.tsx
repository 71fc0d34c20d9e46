import { FilePenLine } from "lucide-react";
import type { Metadata } from "next";
import { DraftList } from "@/components/review/draft-list";
import { ButtonLink } from "@/components/ui/button";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { listDrafts } from "@/lib/roster/draft-queries";
import { formatInstant } from "@/lib/schedule/format";
import { zones } from "@/lib/zones/table";

export const metadata: Metadata = { title: "Drafts" };

export default page({
  permission: "schedule.view",
  load: listDrafts,
  render: ({ actor, now, data }) => {
    const zone = zones(actor.zone);
    const lists = [
      { title: "Waiting for your review", drafts: data.waiting },
      { title: "Published without review: look at these", drafts: data.emergencies },
      { title: "Yours", drafts: data.mine },
      { title: "Others'", drafts: data.others },
      { title: "Closed lately", drafts: data.closed },
    ].filter(({ drafts }) => drafts.length > 0);
    return (
      <>
        <PageHeader
          title="Drafts"
          description="Every change to a roster is a draft until somebody else signs it off."
        />
        {lists.length === 0 && (
          <EmptyState
            icon={FilePenLine}
            title="No drafts"
            action={<ButtonLink href={`/o/${actor.slug}/schedules`}>Open a schedule</ButtonLink>}
          >
            Open a schedule and press Edit: what you change is a draft, and waits here for a review.
          </EmptyState>
        )}
        <div className="grid gap-10">
          {lists.map(({ title, drafts }) => (
            <DraftList
              key={title}
              title={title}
              base={`/o/${actor.slug}`}
              drafts={drafts.map(({ changedAt, author, ...draft }) => ({
                ...draft,
                author: author.name,
                changed: formatInstant(changedAt.getTime(), zone, now),
              }))}
            />
          ))}
        </div>
      </>
    );
  },
});
