import { redirect } from "next/navigation";
import { page } from "@/lib/doors/page";

/** Factors belong to an account and not to an organisation: the page lies beside sign-in. */
export default page({
  permission: "member",
  load: async () => ({}),
  render: ({ actor }) => redirect(`/second-factor?org=${actor.slug}`),
});
