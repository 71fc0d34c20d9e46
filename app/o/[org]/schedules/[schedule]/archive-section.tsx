import { ActionForm } from "@/components/form/action-form";
import { ConfirmButton } from "@/components/ui/confirm-button";
import type { FoundSchedule } from "@/lib/roster/schedule-queries";
import { archive } from "../actions";

/** Puts the schedule away. */
export function ArchiveSection({
  schedule,
  slug,
}: {
  readonly schedule: FoundSchedule;
  readonly slug: string;
}) {
  return (
    <details className="mt-14 border-line border-t pt-4" data-no-print>
      <summary className="min-h-11 rounded-md py-2 text-muted text-sm hover:text-text">
        Archive this schedule…
      </summary>
      <p className="mt-1 mb-4 max-w-[65ch] text-muted text-sm">
        An archived schedule answers no more: it leaves Now, and nobody is told of its shifts. Its
        history stays.
      </p>
      <ActionForm action={archive.bind(null, slug)}>
        <input type="hidden" name="scheduleId" value={schedule.id} />
        <div>
          <ConfirmButton
            question={`Archive ${schedule.name}?`}
            consequence="It leaves Now at once, for everybody. This cannot be taken back here."
          >
            Archive {schedule.name}
          </ConfirmButton>
        </div>
      </ActionForm>
    </details>
  );
}
