import { ActionForm, type FormAction } from "@/components/form/action-form";
import { MonthGrid } from "@/components/schedule/month-grid";
import type { People } from "@/components/schedule/people";
import { ButtonLink } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Section } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import { type FoundPlan, type PlanPage, toShifts } from "@/lib/roster/plan-queries";
import { conflictWords, gapWords, replacedWords, unmetReason } from "@/lib/roster/plan-words";
import { formatSpan } from "@/lib/schedule/format";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { Comparison } from "./fairness";
import { KeepLooking } from "./keep-looking";

type Props = {
  readonly data: PlanPage;
  readonly plan: FoundPlan;
  /** The schedule's. */
  readonly zone: Zone;
  readonly now: Instant;
  /** Where the form is. */
  readonly again: string;
  readonly stop: FormAction;
  readonly makeDraft: FormAction;
};

type Proposed = Extract<NonNullable<FoundPlan["proposal"]>, { kind: "proposed" }>;

/** What came of a plan: still searching, a proposal, or why there is none. */
export function PlanResult(props: Props) {
  const { plan, again } = props;
  const anew = <ButtonLink href={again}>Change the plan</ButtonLink>;
  if (plan.status === "queued" || plan.status === "running") return <Searching {...props} />;
  if (plan.status === "cancelled")
    return <Callout title="This search was stopped." action={anew} />;
  const { proposal } = plan;
  if (plan.status === "failed" || !proposal) {
    return (
      <Callout tone="bad" title="The search broke off" action={anew}>
        Nothing was changed. Propose again; if it happens twice, try fewer weeks.
      </Callout>
    );
  }
  if (proposal.kind === "nothing") {
    return (
      <Callout tone="warn" title="No plan was found in the time" action={anew}>
        Search for longer, or plan fewer weeks.
      </Callout>
    );
  }
  if (proposal.kind === "infeasible") return <Conflicts {...props} broken={proposal.broken} />;
  return <Proposal {...props} proposal={proposal} />;
}

function Searching({ plan, again, stop }: Props) {
  const { progress, choices } = plan;
  return (
    <div className="grid max-w-2xl gap-4">
      <KeepLooking />
      <div role="status">
        <Callout
          title={plan.status === "queued" ? "Waiting for its turn" : "Searching…"}
          action={<ButtonLink href={`${again}?plan=${plan.id}`}>Look again</ButtonLink>}
        >
          {progress
            ? `${Math.round(progress.seconds)} of at most ${choices.seconds} s. ${progress.objective === null ? "No plan yet." : "A plan is there; looking for a better one."}`
            : `At most ${choices.seconds} s. You can leave this page and come back.`}
        </Callout>
      </div>
      <ActionForm action={stop} className="flex">
        <input type="hidden" name="planId" value={plan.id} />
        <SubmitButton variant="quiet" pending="Stopping…">
          Stop the search
        </SubmitButton>
      </ActionForm>
    </div>
  );
}

function Conflicts({
  data,
  plan,
  zone,
  again,
  broken,
}: Props & { readonly broken: Parameters<typeof conflictWords>[0][] }) {
  const names = Object.fromEntries(data.tiers.map(({ id, name }) => [id, name]));
  const nameOf = (id: string) => data.names[id]?.name ?? "Somebody who left";
  return (
    <div className="grid max-w-2xl gap-4">
      <Callout tone="warn" title="No plan keeps all limits">
        These are the fewest that would have to give way. Add people, loosen a limit, or talk to
        those who are away.
      </Callout>
      <ul className="list-disc pl-5">
        {broken.map((one) => (
          <li key={`${one.rule} ${one.step} ${one.person} ${one.tier}`}>
            {conflictWords(one, plan.input, names, nameOf, zone)}
          </li>
        ))}
      </ul>
      <div>
        <ButtonLink href={again} variant="primary">
          Change the plan
        </ButtonLink>
      </div>
    </div>
  );
}

function Proposal(props: Props & { readonly proposal: Proposed }) {
  const { data, plan, zone, again, makeDraft, proposal } = props;
  const { input } = plan;
  const [from, until] = [input.steps[0]?.startsAt ?? 0, input.steps.at(-1)?.endsAt ?? 0];
  return (
    <div className="grid gap-10">
      <div className="grid max-w-3xl gap-4">
        <p className="tabular font-strong">{formatSpan(from, until, zone, props.now)}</p>
        <Callout
          tone={proposal.status === "optimal" ? "good" : "info"}
          title={gapWords(proposal.status, proposal.gap, plan.choices.seconds)}
        >
          It keeps every limit. Asked for by {plan.by}.
        </Callout>
        <Replaced {...props} />
        <div className="flex flex-wrap gap-3">
          <ActionForm action={makeDraft} className="grid gap-3">
            <input type="hidden" name="planId" value={plan.id} />
            <SubmitButton pending="Making it a draft…">Make it a draft</SubmitButton>
          </ActionForm>
          <ButtonLink href={again}>Change the plan</ButtonLink>
        </div>
      </div>
      <Section
        title="How fair it is"
        description="Beside plain round robin on the same input, everybody in turn, passing over who is away. A spread lies between who is most above their fair share and who is most below, what was carried in the weeks before counted in; less is better."
      >
        <Comparison
          input={input}
          planned={proposal.planned}
          roundRobin={proposal.roundRobin}
          people={data.names}
        />
      </Section>
      <Unmet {...props} people={data.names} />
      <Calendar {...props} people={data.names} />
    </div>
  );
}

/** What was agreed before, so that nobody makes a draft over it unawares. */
function Replaced({ data, plan, zone }: Props) {
  const { head } = data.schedule;
  const nameOf = (id: string) => data.names[id]?.name ?? "Somebody who left";
  const replaced = head ? replacedWords(head.definition, plan.input, nameOf, zone) : [];
  if (replaced.length === 0) return null;
  return (
    <Callout tone="warn" title="The plan takes the place of what was agreed there before">
      <ul className="list-disc pl-5">
        {replaced.map((words) => (
          <li key={words}>{words}</li>
        ))}
      </ul>
    </Callout>
  );
}

function Calendar({
  data,
  plan,
  zone,
  now,
  proposal,
  people,
}: Props & { readonly proposal: Proposed; readonly people: People }) {
  const { input } = plan;
  const shifts = toShifts(input, proposal.planned);
  const [from, until] = [input.steps[0]?.startsAt ?? 0, input.steps.at(-1)?.endsAt ?? 0];
  return (
    <Section title="Who has which shift" description={`In ${zone.name.replaceAll("_", " ")}.`}>
      {input.tiers.map(({ id }) => {
        const name = data.tiers.find((tier) => tier.id === id)?.name ?? "A tier that is gone";
        return (
          <div key={id}>
            {input.tiers.length > 1 && <h3 className="mb-2 font-strong text-sm">{name}</h3>}
            <MonthGrid
              label={`The plan for ${name}`}
              zone={zone}
              from={from}
              until={until}
              now={now}
              shifts={shifts.filter(({ tier }) => tier === id)}
              people={people}
              holidays={input.holidays}
            />
          </div>
        );
      })}
    </Section>
  );
}

function Unmet({
  plan,
  zone,
  now,
  proposal,
  people,
}: Props & { readonly proposal: Proposed; readonly people: People }) {
  const { wishes } = plan.input;
  const { unmet } = proposal.planned;
  if (wishes.length === 0) return null;
  return (
    <Section title="Wishes that are not met">
      {unmet.length === 0 && <p>All are met.</p>}
      <ul className="max-w-3xl border-line border-t empty:hidden">
        {unmet.map((one) => {
          const kind = wishes.find(({ id }) => id === one.wish)?.kind ?? "avoids";
          const who = people[plan.input.people[one.person]?.id ?? ""]?.name ?? "Somebody who left";
          return (
            <li key={`${one.wish} ${one.startsAt}`} className="border-line border-b py-2">
              <p className="tabular">
                <span className="font-strong">{who}</span>,{" "}
                {kind === "prefers" ? "rather on call" : "rather not on call"}{" "}
                {formatSpan(one.startsAt, one.endsAt, zone, now)}
              </p>
              <p className="text-muted text-sm">{unmetReason(one, kind, proposal.status)}</p>
            </li>
          );
        })}
      </ul>
    </Section>
  );
}
