import { ActionForm, type FormAction } from "@/components/form/action-form";
import { ConfirmButton } from "@/components/ui/confirm-button";

/** Takes the second factors away that a member has lost, after asking once. */
export function LostFactor({
  id,
  name,
  action,
}: {
  readonly id: string;
  readonly name: string;
  readonly action: FormAction;
}) {
  return (
    <ActionForm
      action={action}
      done={`Done. ${name} was told by mail how to go on, and so were the owners.`}
    >
      <input type="hidden" name="memberId" value={id} />
      <div>
        <ConfirmButton
          question={`Take away all second factors of ${name}?`}
          consequence="Backup codes too, and they are signed out on all devices. They sign in with their password and a code by mail, and have to set up another second factor before anything else."
          confirm="Take them away"
        >
          Take away lost second factors
        </ConfirmButton>
      </div>
    </ActionForm>
  );
}
