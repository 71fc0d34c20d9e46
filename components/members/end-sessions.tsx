import { ActionForm, type FormAction } from "@/components/form/action-form";
import { ConfirmButton } from "@/components/ui/confirm-button";

/** Signs a member out everywhere, after asking once. */
export function EndSessions({
  id,
  name,
  action,
}: {
  readonly id: string;
  readonly name: string;
  readonly action: FormAction;
}) {
  return (
    <ActionForm action={action} done={`${name} was signed out everywhere.`}>
      <input type="hidden" name="memberId" value={id} />
      <div>
        <ConfirmButton
          question={`Sign ${name} out on all devices?`}
          consequence="They are told by mail, and can sign in again at once with their password and second factor."
        >
          Sign {name} out
        </ConfirmButton>
      </div>
    </ActionForm>
  );
}
