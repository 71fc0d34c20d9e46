import { Button, ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { TextField } from "@/components/ui/field";

type VerifyOutcome = {
  readonly after: number;
  readonly more: boolean;
  /** How many signed heads were met on the way. */
  readonly heads: number;
  /** How a head that was kept elsewhere compares; absent where none was given. */
  readonly kept?: string | null | undefined;
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
    <div className="grid w-full gap-4">
      <div role="status" className="grid gap-4">
        {outcome.kept !== undefined && <KeptVerdict problem={outcome.kept} />}
        <Verdict action={action} outcome={outcome} />
      </div>
      <CompareForm action={action} />
    </div>
  );
}

function KeptVerdict({ problem }: { readonly problem: string | null }) {
  return problem === null ? (
    <Callout tone="good" title="The head that you kept is of this log">
      Nothing up to its entry has been rewritten since it was signed.
    </Callout>
  ) : (
    <Callout tone="bad" title="The head that you kept does not fit">
      {problem}
    </Callout>
  );
}

/** Only what was kept elsewhere shows that a whole log was rewritten. */
function CompareForm({ action }: { readonly action: string }) {
  return (
    <form action={action} className="flex flex-wrap items-end gap-3">
      <input type="hidden" name="verify" value="0" />
      <div className="min-w-0 flex-1 basis-72">
        <TextField
          label="Compare with a head that you kept"
          name="kept"
          hint="The signed text (jws) out of a saved head, a mail or the file of heads."
          autoComplete="off"
        />
      </div>
      <Button type="submit">Compare</Button>
    </form>
  );
}

const before = (after: number, number: number): string =>
  after === 0
    ? "Everything before it is as it was written."
    : `Entries ${after + 1} to ${number - 1} are as they were written.`;

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
      <Callout tone="bad" title={`The log is broken at entry ${verdict.number}`} action={close}>
        {verdict.why} {verdict.number > after + 1 && before(after, verdict.number)} Keep your
        exports, and ask whoever runs the database.
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
      {outcome.heads === 1 ? "One signed head fits" : `${outcome.heads} signed heads fit`}, and what
      is published is what the log says. Last hash{" "}
      <span className="wrap-anywhere font-mono text-xs">{hash || "none"}</span>. Compare it with a
      head that you kept elsewhere: if that fits too, nobody has rewritten anything before it, not
      even who runs the database.
    </Callout>
  );
}
