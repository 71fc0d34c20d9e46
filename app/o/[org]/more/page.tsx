import { cookies } from "next/headers";
import { leave, switchTheme } from "@/app/(account)/actions";
import { MorePage } from "@/components/shell/more-page";
import { PageHeader } from "@/components/ui/page-header";
import { page } from "@/lib/doors/page";
import { countWaiting } from "@/lib/roster/waiting";
import { shellProps } from "../shell";

export const metadata = { title: "More" };

export default page({
  permission: "member",
  load: (context) => countWaiting(context),
  render: async ({ actor, data: drafts }) => {
    const theme = (await cookies()).get("theme")?.value;
    return (
      <>
        <PageHeader title="More" />
        <MorePage
          {...(await shellProps(actor, drafts, theme))}
          themeAction={switchTheme}
          signOutAction={leave}
        />
      </>
    );
  },
});
