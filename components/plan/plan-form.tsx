import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormError, FormSelect, FormText } from "@/components/form/fields";
import { SettingsSection } from "@/components/ui/card";
import { ChoiceGroup } from "@/components/ui/choice";
import { SubmitButton } from "@/components/ui/submit-button";
import { PLAN_SECONDS, type PlanChoices } from "@/lib/roster/plan-schema";
import { KeptCheckbox } from "./kept-checkbox";

type Named = { readonly id: string; readonly name: string };

/** All that a plan is asked with; it begins with what was chosen last. */
export function PlanForm({
  scheduleId,
  zone,
  crew,
  tiers,
  begin,
  propose,
}: {
  readonly scheduleId: string;
  readonly zone: string;
  readonly crew: readonly Named[];
  readonly tiers: readonly Named[];
  readonly begin: PlanChoices;
  readonly propose: FormAction;
}) {
  return (
    <ActionForm action={propose} className="grid">
      <input type="hidden" name="scheduleId" value={scheduleId} />
      <SettingsSection
        title="What to plan"
        description={`Days and times are in the schedule's zone, ${zone.replaceAll("_", " ")}.`}
      >
        <What tiers={tiers} begin={begin} />
      </SettingsSection>
      <SettingsSection
        title="Who"
        description="Time off is always kept, and so is being on call in another tier. Wishes are noted on a person's page."
      >
        <Who crew={crew} begin={begin} />
      </SettingsSection>
      <SettingsSection
        title="Limits"
        description="They are kept in every plan. Where they cannot be, you are told which is in the way. Leave empty what should not be limited."
      >
        <Limits begin={begin} />
      </SettingsSection>
      <SettingsSection title="What counts" description="Among plans that keep the limits.">
        <Counts begin={begin} />
        <div>
          <SubmitButton size="large" pending="Proposing…" className="max-sm:w-full">
            Propose
          </SubmitButton>
        </div>
      </SettingsSection>
    </ActionForm>
  );
}

function What({ tiers, begin }: { readonly tiers: readonly Named[]; readonly begin: PlanChoices }) {
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <FormText name="from" label="From" type="date" required defaultValue={begin.from} />
        <FormText
          name="weeks"
          label="Weeks"
          type="number"
          min={1}
          max={26}
          required
          defaultValue={begin.weeks}
        />
        <FormSelect name="grid" label="Shifts" defaultValue={begin.grid}>
          <option value="now">Handoffs as they are now</option>
          <option value="half-day">Twice a day</option>
          <option value="day">Daily</option>
          <option value="week">Weekly</option>
        </FormSelect>
        <FormText
          name="time"
          label="First handoff at"
          type="time"
          required
          defaultValue={begin.time}
        />
      </div>
      <div>
        <ChoiceGroup label="Tiers">
          {tiers.map(({ id, name }) => (
            <KeptCheckbox
              key={id}
              name="tiers[]"
              value={id}
              label={name}
              defaultChecked={begin.tiers.includes(id)}
            />
          ))}
        </ChoiceGroup>
        <FormError name="tiers" />
      </div>
    </>
  );
}

function Who({ crew, begin }: { readonly crew: readonly Named[]; readonly begin: PlanChoices }) {
  return (
    <div>
      <ChoiceGroup
        label="People"
        hint="Tick who takes part, and who is experienced enough to be on call with somebody who is not."
      >
        {crew.map(({ id, name }) => (
          <div key={id} className="grid grid-cols-2 border-line border-b">
            <KeptCheckbox
              name="people[]"
              value={id}
              label={name}
              defaultChecked={begin.people.includes(id)}
            />
            <KeptCheckbox
              name="experienced[]"
              value={id}
              label={
                <>
                  Experienced<span className="sr-only">: {name}</span>
                </>
              }
              defaultChecked={begin.experienced.includes(id)}
            />
          </div>
        ))}
      </ChoiceGroup>
      <FormError name="people" />
      <KeptCheckbox
        name="elsewhere"
        label="Nobody who is on call in another schedule then"
        hint="In one of their teams; rest is kept to it, too."
        defaultChecked={begin.elsewhere}
      />
      <KeptCheckbox
        name="needsExperience"
        label="Somebody experienced in every shift"
        hint="In one of the tiers that are planned."
        defaultChecked={begin.needsExperience}
      />
    </div>
  );
}

function Limits({ begin }: { readonly begin: PlanChoices }) {
  const numbers = [
    { name: "inARow", label: "Shifts in a row, at most", value: begin.inARow },
    { name: "perWeek", label: "Shifts in a week, at most", value: begin.perWeek },
    { name: "perMonth", label: "Shifts in a month, at most", value: begin.perMonth },
  ];
  return (
    <div className="grid items-end gap-4 sm:grid-cols-2">
      <FormText
        name="rest"
        label="Rest between shifts, hours"
        type="number"
        min={0}
        max={72}
        required
        defaultValue={begin.rest}
      />
      {numbers.map(({ name, label, value }) => (
        <FormText
          key={name}
          name={name}
          label={label}
          type="number"
          min={1}
          optional
          defaultValue={value ?? ""}
        />
      ))}
    </div>
  );
}

function Counts({ begin }: { readonly begin: PlanChoices }) {
  return (
    <div className="grid items-end gap-4 sm:grid-cols-2">
      <FormText
        name="history"
        label="Weeks before that count"
        type="number"
        min={0}
        max={52}
        required
        defaultValue={begin.history}
      />
      <FormSelect name="wishes" label="Wishes, against an even load" defaultValue={begin.wishes}>
        <option value="little">Count a little</option>
        <option value="evenly">Count as much</option>
        <option value="much">Count more</option>
      </FormSelect>
      <FormSelect name="handoffs" label="Handoffs" defaultValue={begin.handoffs}>
        <option value="any">As many as are fair</option>
        <option value="few">Rather few</option>
      </FormSelect>
      <FormSelect name="seconds" label="Search for at most" defaultValue={begin.seconds}>
        {PLAN_SECONDS.map((seconds) => (
          <option key={seconds} value={seconds}>
            {seconds} seconds
          </option>
        ))}
      </FormSelect>
    </div>
  );
}
