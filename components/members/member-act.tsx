import type { ReactNode } from "react";
import { ActionForm, type FormAction } from "@/components/form/action-form";
import type { ButtonVariant } from "@/components/ui/button-style";
import { ConfirmButton } from "@/components/ui/confirm-button";

/** Does something to a member, after asking once. */
export function MemberAct({
  id,
  action,
  done,
  question,
  consequence,
  confirm,
  variant,
  children,
}: {
  readonly id: string;
  readonly action: FormAction;
  readonly done?: string;
  readonly question: string;
  readonly consequence: string;
  readonly confirm?: string;
  readonly variant?: ButtonVariant;
  /** What the button says. */
  readonly children: ReactNode;
}) {
  return (
    <ActionForm action={action} done={done}>
      <input type="hidden" name="memberId" value={id} />
      <div>
        <ConfirmButton
          question={question}
          consequence={consequence}
          confirm={confirm}
          variant={variant}
        >
          {children}
        </ConfirmButton>
      </div>
    </ActionForm>
  );
}
