import { type Adapter, skipped } from "./verdict";

/** LinkedIn Oncall picks somebody whenever it fills the calendar; here a rotation states the turns. */
export const assignment: Adapter = () =>
  skipped(
    "choosing who was least active is LinkedIn Oncall's way to fill a calendar; here turns are stated in advance",
  );
