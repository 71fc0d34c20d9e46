import { takeViolations } from "@/lib/doors/violations";

/** Where browsers say that a page broke its policy. */
export const POST = takeViolations;
