import { describeTenantDoor } from "./tenant-door";

describeTenantDoor("the tenant door", ({ appUrl }) => appUrl, true);
