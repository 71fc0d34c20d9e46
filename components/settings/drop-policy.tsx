import { ActionForm, type FormAction } from "@/components/form/action-form";
import { ConfirmButton } from "@/components/ui/confirm-button";

/** Takes a schedule's own policy away, after asking once. */
export function DropPolicy({
  scheduleId,
  version,
  action,
}: {
  readonly scheduleId: string;
  readonly version: number;
  readonly action: FormAction;
}) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="scheduleId" value={scheduleId} />
      <input type="hidden" name="version" value={version} />
      <div>
        <ConfirmButton
          variant="quiet"
          question="Remove this schedule’s own policy?"
          consequence="The organisation’s policy holds from then on."
        >
          Remove its own policy
        </ConfirmButton>
      </div>
    </ActionForm>
  );
}
