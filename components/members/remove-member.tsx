import { ActionForm, type FormAction } from "@/components/form/action-form";
import { ConfirmButton } from "@/components/ui/confirm-button";

/** Takes a member out of the organisation, after asking once. */
export function RemoveMember({
  id,
  name,
  action,
}: {
  readonly id: string;
  readonly name: string;
  readonly action: FormAction;
}) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="memberId" value={id} />
      <div>
        <ConfirmButton
          question={`Remove ${name} from this organisation?`}
          consequence="Their permissions go at once. The person stays on the roster until a draft changes it."
        >
          Remove {name}
        </ConfirmButton>
      </div>
    </ActionForm>
  );
}
