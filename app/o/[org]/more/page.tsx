import { MorePage } from "@/components/shell/more-page";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { frameOf } from "@/lib/roster/waiting";
import { shellProps } from "../shell";

export const metadata = { title: "More" };

export default page({
  permission: "visitor",
  load: frameOf,
  render: async ({ actor, data }) => (
    <>
      <PageHeader title="More" />
      <MorePage {...(await shellProps(actor, data))} />
    </>
  ),
});
