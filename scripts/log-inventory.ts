import { writeFileSync } from "node:fs";
import { logInventory } from "@/tests/asvs/log-inventory";

writeFileSync("docs/log-inventory.md", logInventory());
