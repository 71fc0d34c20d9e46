import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormTextarea } from "@/components/form/fields";
import { namesOf } from "@/components/schedule/people";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmButton } from "@/components/ui/confirm-button";
import { SubmitButton } from "@/components/ui/submit-button";
import type { ReviewView } from "@/lib/roster/draft-queries";
import type { ReviewActions } from "./review-page";

type Props = {
  readonly view: ReviewView;
  readonly actions: ReviewActions;
  readonly waivable: boolean;
};

function Seen({ draft }: { readonly draft: ReviewView["draft"] }) {
  return (
    <>
      <input type="hidden" name="draftId" value={draft.id} />
      <input type="hidden" name="version" value={draft.version} />
    </>
  );
}

/** What stands between the draft and the roster, and the buttons of this viewer. */
export function Decision({ view, actions, waivable }: Props) {
  const { draft, may } = view;
  const anything = Object.values(may).some(Boolean);
  if (!anything && draft.status !== "submitted") return null;
  return (
    <Card className="grid gap-5">
      <Standing view={view} />
      {may.submit && (
        <One action={actions.submit} draft={draft}>
          <SubmitButton wide pending="Asking…">
            Ask for review
          </SubmitButton>
        </One>
      )}
      {may.acknowledge && (
        <One action={actions.acknowledge} draft={draft}>
          <SubmitButton wide variant="quiet" pending="Noting…">
            I know of my changes
          </SubmitButton>
        </One>
      )}
      {may.review && <ReviewForm draft={draft} action={actions.review} waivable={waivable} />}
      {may.publish && <PublishForm view={view} action={actions.publish} />}
      {may.reviewAfterwards && <AfterwardsForm draft={draft} action={actions.afterwards} />}
      {may.emergency && <EmergencyForm draft={draft} action={actions.publishAtOnce} />}
      {may.withdraw && (
        <One action={actions.withdraw} draft={draft}>
          <ConfirmButton
            question="Withdraw this draft?"
            consequence="It stays readable, and cannot be taken up again."
            variant="quiet"
            wide
          >
            Withdraw
          </ConfirmButton>
        </One>
      )}
    </Card>
  );
}

function One({
  action,
  draft,
  children,
}: {
  readonly action: FormAction;
  readonly draft: ReviewView["draft"];
  readonly children: React.ReactNode;
}) {
  return (
    <ActionForm action={action} className="grid gap-3">
      <Seen draft={draft} />
      {children}
    </ActionForm>
  );
}

function Standing({ view }: { readonly view: ReviewView }) {
  const { draft, approvals, acknowledgement, may } = view;
  if (draft.status !== "submitted") return null;
  return (
    <div className="text-sm">
      <p className="font-strong">
        {approvals.given} of {approvals.wanted} {approvals.wanted === 1 ? "approval" : "approvals"}
      </p>
      {acknowledgement.policy === "affected" && acknowledgement.missing.length > 0 && (
        <p className="text-muted">
          Must still acknowledge: {namesOf(view.names, acknowledgement.missing)}.
        </p>
      )}
      {may.own && (
        <p className="mt-1 text-muted">You made this draft, so somebody else must review it.</p>
      )}
    </div>
  );
}

function ReviewForm({
  draft,
  action,
  waivable,
}: {
  readonly draft: ReviewView["draft"];
  readonly action: FormAction;
  readonly waivable: boolean;
}) {
  return (
    <ActionForm action={action} className="grid gap-4">
      <Seen draft={draft} />
      <FormTextarea
        name="words"
        label="Your words"
        hint="Needed when you reject or ask for changes."
        rows={2}
        optional
      />
      {waivable && (
        <FormTextarea
          name="waiver"
          label="Why the findings are all right"
          hint="Goes into the change log."
          rows={2}
        />
      )}
      <div className="grid gap-2">
        <SubmitButton name="decision" value="approve" wide pending="Approving…">
          Approve
        </SubmitButton>
        <div className="grid grid-cols-2 gap-2">
          <Button type="submit" name="decision" value="request-changes" variant="quiet">
            Ask for changes
          </Button>
          <Button type="submit" name="decision" value="reject" variant="danger">
            Reject
          </Button>
        </div>
      </div>
    </ActionForm>
  );
}

function PublishForm({ view, action }: { readonly view: ReviewView; readonly action: FormAction }) {
  if (view.reasons.length > 0) {
    return (
      <div className="text-sm">
        <p className="font-strong">Not yet publishable</p>
        <ul className="mt-1 list-disc pl-5 text-muted">
          {view.reasons.map(({ message }) => (
            <li key={message}>{message}</li>
          ))}
        </ul>
      </div>
    );
  }
  return (
    <One action={action} draft={view.draft}>
      <SubmitButton wide pending="Publishing…">
        Publish
      </SubmitButton>
    </One>
  );
}

function AfterwardsForm({
  draft,
  action,
}: {
  readonly draft: ReviewView["draft"];
  readonly action: FormAction;
}) {
  return (
    <ActionForm action={action} className="grid gap-4">
      <input type="hidden" name="draftId" value={draft.id} />
      <p className="font-strong text-sm">This went live without review. Was it right?</p>
      <FormTextarea
        name="words"
        label="Your words"
        hint="Needed when you object."
        rows={2}
        optional
      />
      <div className="grid grid-cols-2 gap-2">
        <SubmitButton name="decision" value="approve">
          It was right
        </SubmitButton>
        <Button type="submit" name="decision" value="reject" variant="danger">
          Object
        </Button>
      </div>
    </ActionForm>
  );
}

function EmergencyForm({
  draft,
  action,
}: {
  readonly draft: ReviewView["draft"];
  readonly action: FormAction;
}) {
  return (
    <details className="group border-line border-t pt-4 text-sm">
      <summary className="flex min-h-6 cursor-pointer items-center text-muted hover:text-text max-md:min-h-11">
        In an emergency
      </summary>
      <ActionForm action={action} className="mt-3 grid gap-3">
        <Seen draft={draft} />
        <FormTextarea name="words" label="What the emergency is" rows={2} required />
        <ConfirmButton
          question="Publish now without review?"
          consequence="It holds at once. Reviewers are told, and it is reviewed afterwards."
          confirm="Publish now without review"
          wide
        >
          Publish now without review
        </ConfirmButton>
      </ActionForm>
    </details>
  );
}
