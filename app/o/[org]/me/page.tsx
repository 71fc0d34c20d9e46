import { unlink } from "@/app/(account)/sso/actions";
import { Feeds } from "@/components/keys/feeds";
import { MySettings } from "@/components/me/my-settings";
import { MyShifts } from "@/components/me/my-shifts";
import { TimeOff } from "@/components/people/time-off";
import { Wishes } from "@/components/people/wishes";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { accountOf } from "@/lib/auth/account";
import { listDevices } from "@/lib/auth/devices";
import { factorOf } from "@/lib/auth/second-factor";
import { requireSession } from "@/lib/auth/session";
import { page } from "@/lib/doors/page";
import { listProviders } from "@/lib/organisation/sso-queries";
import { findMe } from "@/lib/people/queries";
import { wishesOf } from "@/lib/people/wish-commands";
import { listFeeds } from "@/lib/roster/feed-queries";
import { shiftsOf } from "@/lib/roster/mine";
import { DAY } from "@/lib/schedule/calendar";
import { identitiesOf } from "@/lib/sso/identity";
import { publicProviders } from "@/lib/sso/provider";
import { zoneNames, zones } from "@/lib/zones/table";
import { addTimeOff, addWish, removeTimeOff, removeWish } from "../people/actions";
import {
  changePassword,
  changeProfile,
  createFeed,
  recycleFeed,
  revokeFeed,
  signOutDevice,
  signOutOthers,
} from "./actions";

export const metadata = { title: "Me" };

const AHEAD = 28 * DAY;

export default page({
  permission: "member",
  load: async (context) => {
    const me = await findMe(context);
    const session = await requireSession();
    const { userId } = session;
    return {
      me,
      wishes: me ? await wishesOf(context, me.id) : [],
      shifts: me ? await shiftsOf(context, me.id, context.now + AHEAD) : [],
      feeds: await listFeeds(context, "own"),
      devices: await listDevices(userId, session),
      account: session.own && {
        email: (await accountOf(userId)).email,
        factor: await factorOf(userId),
        identities: await identitiesOf(userId),
        providers: await listProviders(context),
      },
    };
  },
  render: ({ actor, now, data }) => {
    const { me, wishes, shifts, feeds, account, devices } = data;
    const zone = zones(actor.zone);
    return (
      <>
        <PageHeader
          title={actor.name}
          actions={
            <>
              <ButtonLink href={`/o/${actor.slug}/me/permissions`}>My permissions</ButtonLink>
              <ButtonLink href={`/o/${actor.slug}/me/data`}>Your data</ButtonLink>
            </>
          }
        />
        <div className="grid gap-10">
          <div className="max-w-3xl">
            <Section
              title="My shifts"
              description={`The next four weeks, in ${actor.zone.replaceAll("_", " ")}.`}
            >
              <MyShifts
                shifts={shifts}
                base={`/o/${actor.slug}`}
                zone={zone}
                now={now}
                until={now + AHEAD}
              />
            </Section>
          </div>
          <div className="max-w-3xl">
            <Section
              title="Calendar feeds"
              description="Private addresses that phones and mail programs subscribe to. Whoever has one sees the shifts, without anybody’s number."
            >
              <Feeds
                feeds={feeds}
                scheduleId={null}
                zone={zone}
                now={now}
                create={createFeed.bind(null, actor.slug)}
                recycle={recycleFeed.bind(null, actor.slug)}
                revoke={revokeFeed.bind(null, actor.slug)}
              />
            </Section>
          </div>
          {me && (
            <div className="max-w-3xl">
              <TimeOff
                entries={me.timeOff}
                zone={zone}
                theirs={zones(me.zone)}
                personId={me.id}
                now={now}
                add={addTimeOff.bind(null, actor.slug)}
                remove={removeTimeOff.bind(null, actor.slug)}
              />
            </div>
          )}
          {me && (
            <div className="max-w-3xl">
              <Wishes
                entries={wishes}
                theirs={zones(me.zone)}
                personId={me.id}
                now={now}
                add={addWish.bind(null, actor.slug)}
                remove={removeWish.bind(null, actor.slug)}
              />
            </div>
          )}
          <MySettings
            name={actor.name}
            zoneNames={zoneNames}
            zone={zone}
            now={now}
            contacts={me && { phone: me.phone, email: me.email }}
            account={
              account && {
                email: account.email,
                factor: { ...account.factor, href: `/second-factor?org=${actor.slug}` },
                sso: {
                  identities: account.identities,
                  providers: [...account.providers, ...publicProviders()],
                  back: `/o/${actor.slug}/me`,
                  unlink,
                },
              }
            }
            devices={devices}
            signIn={`/sign-in?${new URLSearchParams({ to: `/o/${actor.slug}/me` })}`}
            keys={`/o/${actor.slug}/me/keys`}
            current={actor.sessionHash}
            changeProfile={changeProfile.bind(null, actor.slug)}
            changePassword={changePassword}
            signOut={signOutDevice}
            signOutOthers={signOutOthers}
          />
        </div>
      </>
    );
  },
});
