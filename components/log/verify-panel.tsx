import { Button, ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";

type VerifyOutcome = {
  readonly after: number;
  readonly more: boolean;
  readonly verdict:
    | { readonly whole: true; readonly head: { readonly number: number; readonly hash: string } }
    | { readonly whole: false; readonly number: number; readonly why: string };
};

const counted = (count: number): string => `${count} ${count === 1 ? "entry" : "entries"}`;

/** Recomputes the chain of the log on request and says what came out. A GET form: nothing is changed. */
export function VerifyPanel({
  action,
  outcome,
}: {
  readonly action: string;
  readonly outcome: VerifyOutcome | null;
}) {
  if (!outcome) {
    return (
      <form action={action} className="flex">
        <Button type="submit" name="verify" value="0">
          Verify
        </Button>
      </form>
    );
  }
  return (
    <div role="status" className="w-full">
      <Verdict action={action} outcome={outcome} />
    </div>
  );
}

function Verdict({
  action,
  outcome,
}: {
  readonly action: string;
  readonly outcome: VerifyOutcome;
}) {
  const { verdict, after, more } = outcome;
  const close = (
    <ButtonLink variant="link" href={action}>
      Close
    </ButtonLink>
  );
  if (!verdict.whole) {
    return (
      <Callout tone="bad" title={`The chain is broken at entry ${verdict.number}`} action={close}>
        {verdict.why} Everything before it is as it was written. Keep your exports, and ask whoever
        runs the database.
      </Callout>
    );
  }
  const { number, hash } = verdict.head;
  if (more) {
    return (
      <Callout
        title={`Entries ${after + 1} to ${number}: chain whole so far`}
        action={
          <form action={action}>
            <Button type="submit" name="verify" value={number}>
              Go on
            </Button>
          </form>
        }
      >
        More entries follow.
      </Callout>
    );
  }
  const from = after === 0 ? "" : `, from ${after + 1} on`;
  return (
    <Callout tone="good" title={`${counted(number)}, chain whole${from}`} action={close}>
      Head <span className="wrap-anywhere font-mono text-xs">{hash || "none"}</span>. Compare it
      with one that you kept elsewhere: then nobody, the operator included, has rewritten anything
      before it.
    </Callout>
  );
}
