import { FilePenLine } from "lucide-react";
import { ActionForm } from "@/components/form/action-form";
import { SubmitButton } from "@/components/ui/submit-button";
import { edit } from "../actions";

/** Begins a draft of the schedule and opens it in the editor. */
export function EditButton({
  scheduleId,
  slug,
}: {
  readonly scheduleId: string;
  readonly slug: string;
}) {
  return (
    <ActionForm action={edit.bind(null, slug)} className="contents">
      <input type="hidden" name="scheduleId" value={scheduleId} />
      <SubmitButton pending="Opening…">
        <FilePenLine aria-hidden />
        Edit
      </SubmitButton>
    </ActionForm>
  );
}
