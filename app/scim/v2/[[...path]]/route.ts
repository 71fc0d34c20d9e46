import { scimRoute } from "@/lib/doors/scim";
import { serve } from "@/lib/scim/serve";

/** All of SCIM 2.0, for the provider of the organisation whose token comes with the request. */
const handle = scimRoute(serve);

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
