import { AppShell } from "@/components/shell/app-shell";
import { layout } from "@/lib/doors/layout";
import { frameOf } from "@/lib/roster/waiting";
import { shellProps } from "./shell";

export default layout({
  load: frameOf,
  render: async ({ context: { actor }, data, children }) => (
    <AppShell {...(await shellProps(actor, data))}>{children}</AppShell>
  ),
});
