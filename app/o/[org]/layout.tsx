import { cookies } from "next/headers";
import { leave, switchTheme } from "@/app/(account)/actions";
import { AppShell } from "@/components/shell/app-shell";
import { layout } from "@/lib/doors/layout";
import { countWaiting } from "@/lib/roster/waiting";
import { shellProps } from "./shell";

export default layout({
  load: countWaiting,
  render: async ({ context: { actor }, data: drafts, children }) => {
    const theme = (await cookies()).get("theme")?.value;
    return (
      <AppShell
        {...(await shellProps(actor, drafts, theme))}
        themeAction={switchTheme}
        signOutAction={leave}
      >
        {children}
      </AppShell>
    );
  },
});
