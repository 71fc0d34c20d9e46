import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormSelect } from "@/components/form/fields";
import { Badge } from "@/components/ui/badge";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ScimGroupView } from "@/lib/scim/settings-queries";

const PRESETS = ["Viewer", "Responder", "Scheduler", "Approver", "Admin"];

/** Each of the provider's groups with a form for what it means. */
export function ScimGroups({
  groups,
  teams,
  save,
}: {
  readonly groups: readonly ScimGroupView[];
  readonly teams: readonly { readonly id: string; readonly name: string }[];
  readonly save: FormAction;
}) {
  if (groups.length === 0)
    return (
      <p className="text-muted text-sm">
        Your provider has sent none. A group with the name of a team becomes that team by itself.
      </p>
    );
  return (
    <ul>
      {groups.map(({ id, name, members, teamId, preset, weak }) => (
        <li key={id} className="border-line border-b py-3 last:border-b-0">
          <ActionForm action={save} done="Saved.">
            <input type="hidden" name="groupId" value={id} />
            <p className="flex flex-wrap items-center gap-2">
              <span className="font-strong">{name}</span>
              <Badge>{members === 1 ? "1 member" : `${members} members`}</Badge>
              {weak && <Badge tone="bad">gives less than it says: save it again</Badge>}
            </p>
            <FormSelect name="teamId" label={`Team of ${name}`} defaultValue={teamId ?? ""}>
              <option value="">No team</option>
              {teams.map((team) => (
                <option key={team.id} value={team.id}>
                  {team.name}
                </option>
              ))}
            </FormSelect>
            <FormSelect name="preset" label={`Permissions of ${name}`} defaultValue={preset}>
              <option value="">None</option>
              {PRESETS.map((one) => (
                <option key={one}>{one}</option>
              ))}
            </FormSelect>
            <div>
              <SubmitButton variant="quiet" pending="Saving…">
                Save<span className="sr-only"> {name}</span>
              </SubmitButton>
            </div>
          </ActionForm>
        </li>
      ))}
    </ul>
  );
}
