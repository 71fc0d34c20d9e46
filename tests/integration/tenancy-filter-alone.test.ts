import { describeTenantDoor } from "./tenant-door";

// The owner of this database is a superuser: row-level security does not exist for it.
describeTenantDoor("the filter without row-level security", ({ ownerUrl }) => ownerUrl, false);
