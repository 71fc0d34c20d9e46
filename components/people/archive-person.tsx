import { ActionForm, type FormAction } from "@/components/form/action-form";
import { ConfirmButton } from "@/components/ui/confirm-button";

/** Puts a person away, after asking once. */
export function ArchivePerson({
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
      <input type="hidden" name="personId" value={id} />
      <div>
        <ConfirmButton
          question={`Archive ${name}?`}
          consequence="They are not offered in drafts any more. Where a roster still names them, its pages say so, and the past keeps them."
        >
          Archive {name}
        </ConfirmButton>
      </div>
    </ActionForm>
  );
}
