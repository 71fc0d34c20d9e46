import { route } from "@/lib/doors/route";
import { exportReport, reportExportSchema } from "@/lib/roster/report-export";

/** Hours on call as a table, for payroll. Each export is in the change log. */
export const GET = route({
  permission: "report.export",
  costly: "export-organisation",
  stepUp: true,
  input: reportExportSchema,
  load: async (context, input) => ({
    ...(await exportReport(context, input)),
    name: `hours-${context.actor.slug}-${input.lines}`,
  }),
  respond: ({ csv, first, last, name }) =>
    new Response(csv, {
      headers: {
        "Content-Type": "text/csv; charset=utf-8",
        "Content-Disposition": `attachment; filename="${name}-${first}-${last}.csv"`,
        "Cache-Control": "private, no-store",
        "X-Content-Type-Options": "nosniff",
      },
    }),
});
