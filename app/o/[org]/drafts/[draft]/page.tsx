import * as z from "zod";
import { ReviewPage } from "@/components/review/review-page";
import { toZoom } from "@/components/schedule/timeline-range";
import { page } from "@/lib/doors/page";
import { reviewOf } from "@/lib/roster/draft-queries";
import { reviewSpanSchema } from "@/lib/roster/draft-span";
import { rowIdSchema } from "@/lib/tenancy/row-id";
import { zoneData, zones } from "@/lib/zones/table";
import { dateParam } from "../../schedules/[schedule]/search";
import * as actions from "../actions";

export const metadata = { title: "Review" };

export default page({
  permission: "schedule.view",
  params: z.looseObject({ draft: rowIdSchema }),
  search: z.looseObject({
    ...reviewSpanSchema.shape,
    zoom: z.string().max(10).optional().catch(undefined),
    date: dateParam,
  }),
  load: (context, { draft }, search) => reviewOf(context, draft, search),
  render: ({ actor, now, data, search }) => (
    <ReviewPage
      base={`/o/${actor.slug}`}
      now={now}
      view={data}
      zoom={toZoom(search.zoom ?? "2weeks")}
      date={search.date}
      scheduleZone={zones(data.edited.zone)}
      viewerZone={zones(actor.zone)}
      zones={zones}
      zoneData={zoneData([data.edited.zone])}
      actions={{
        submit: actions.submit.bind(null, actor.slug),
        withdraw: actions.withdraw.bind(null, actor.slug),
        rebase: actions.rebase.bind(null, actor.slug),
        review: actions.review.bind(null, actor.slug),
        afterwards: actions.afterwards.bind(null, actor.slug),
        acknowledge: actions.acknowledge.bind(null, actor.slug),
        publish: actions.publish.bind(null, actor.slug),
        publishAtOnce: actions.publishAtOnce.bind(null, actor.slug),
      }}
    />
  ),
});
