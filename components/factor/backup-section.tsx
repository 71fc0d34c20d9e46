import { ActionForm, type FormAction } from "@/components/form/action-form";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { FactorOutcome } from "./factor-outcome";

/** How many backup codes are left, and a way to make new ones. */
export function BackupSection({
  codesLeft,
  change,
}: {
  readonly codesLeft: number;
  readonly change: FormAction;
}) {
  return (
    <ActionForm action={change} className="grid gap-4">
      <FactorOutcome />
      <div className="grid gap-4" data-no-print>
        <p>
          Backup codes left: {codesLeft}. {codesLeft < 4 && "Make new ones before they run out."}
        </p>
        <div>
          <ConfirmButton
            variant="quiet"
            name="step"
            value="renew"
            question="Make ten new backup codes?"
            consequence="The old ones work no more, and you are signed out on every other device."
          >
            Make new backup codes
          </ConfirmButton>
        </div>
      </div>
    </ActionForm>
  );
}
