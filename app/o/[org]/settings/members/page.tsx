import { InvitationList } from "@/components/members/invitation-list";
import { InviteForm } from "@/components/members/invite-form";
import { MemberList } from "@/components/members/member-list";
import { SettingsFrame } from "@/components/settings/settings-frame";
import { Section } from "@/components/ui/card";
import { page } from "@/lib/doors/page";
import { env } from "@/lib/env";
import { inviteChoices } from "@/lib/members/matrix";
import { listMembers } from "@/lib/members/queries";
import { zones } from "@/lib/zones/table";
import { invite, revokeInvitation } from "../actions";
import { openTabs } from "../tabs";

export const metadata = { title: "Members and permissions" };

export default page({
  permission: "member.manage",
  load: (context) => listMembers(context),
  render: ({ actor, now, data: { members, invitations, teams } }) => {
    const base = `/o/${actor.slug}`;
    return (
      <SettingsFrame base={base} current="members" open={openTabs(actor)}>
        <div className="grid max-w-4xl gap-10">
          <Section title="Members" description="People with an account here, and what they may do.">
            <MemberList members={members} me={actor.memberId} base={base} />
          </Section>
          {invitations.length > 0 && (
            <Section title="Waiting invitations">
              <InvitationList
                invitations={invitations}
                zone={zones(actor.zone)}
                now={now}
                revoke={revokeInvitation.bind(null, actor.slug)}
              />
            </Section>
          )}
          <Section
            title="Invite a member"
            description="You can only give permissions that you hold yourself. Change them at any time."
          >
            <InviteForm
              action={invite.bind(null, actor.slug)}
              origin={env().STANDBY_URL}
              {...inviteChoices(actor, teams)}
            />
          </Section>
        </div>
      </SettingsFrame>
    );
  },
});
