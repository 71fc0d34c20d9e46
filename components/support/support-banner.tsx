import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { WhileLetIn } from "./while-let-in";

/** Reminds support, on every page, where it is and that it is seen. */
export function SupportBanner({
  organisation,
  until,
  events,
  left,
}: {
  readonly organisation: string;
  /** In words. */
  readonly until: string;
  /** The address of the organisation's events. */
  readonly events: string;
  /** How long it lasts, in ms. */
  readonly left: number;
}) {
  return (
    <Callout
      tone="warn"
      title={`You look at ${organisation} as support, until ${until}`}
      action={<ButtonLink href="/support">Leave</ButtonLink>}
    >
      Nothing can be changed here. Every page that you open is in their change log, with your name.
      Contact details are hidden.
      <WhileLetIn events={events} left={left} />
    </Callout>
  );
}
