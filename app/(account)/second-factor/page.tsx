import type { Metadata } from "next";
import { headers } from "next/headers";
import Link from "next/link";
import * as z from "zod";
import { AppSection } from "@/components/factor/app-section";
import { BackupSection } from "@/components/factor/backup-section";
import { CodesSection } from "@/components/factor/codes-section";
import { FactorDemands } from "@/components/factor/factor-demands";
import { PasskeySection } from "@/components/factor/passkey-section";
import { Waiting } from "@/components/members/member-access";
import { AuthCard } from "@/components/shell/auth-card";
import { ButtonLink } from "@/components/ui/button";
import { Section } from "@/components/ui/card";
import { deviceName } from "@/components/ui/device-name";
import { userEmail } from "@/lib/auth/account";
import { askedKinds, namedTo } from "@/lib/auth/demand";
import { listPasskeys, passkeysWork } from "@/lib/auth/passkey";
import { textsWork } from "@/lib/auth/phone";
import { toQr } from "@/lib/auth/qr";
import { factorOf, setupOf } from "@/lib/auth/second-factor";
import { phoneEnd, setUpScope, waitingCode } from "@/lib/auth/sent-code";
import { type CurrentSession, requireSession } from "@/lib/auth/session";
import { accountPage } from "@/lib/doors/account-page";
import { requireFreshPage, standingIn } from "@/lib/doors/step-up";
import { formatInstant } from "@/lib/schedule/format";
import { inForce, PERMISSIONS, toGrant } from "@/lib/tenancy/permissions";
import { zones } from "@/lib/zones/table";
import { askForNewPasskey, changeFactor } from "./actions";

export const metadata: Metadata = { title: "Second factor" };

const searchSchema = z.object({ org: z.string().max(60).optional().catch(undefined) });

/** What else than the password signs an account in. It belongs to no organisation: one that asks for a factor sends here. */
async function SecondFactorPage({ org }: z.output<typeof searchSchema>) {
  const session = await requireSession();
  const memberships = namedTo(session);
  const from = memberships.find(({ slug }) => slug === org) ?? memberships[0];
  if (!session.own) return <ByProvider session={session} from={from} />;
  requireFreshPage(session, from ? `/second-factor?org=${from.slug}` : "/second-factor");
  const { factor, passkeys, setup, sent } = await load(session);
  const change = changeFactor;
  const zone = zones(session.zone);
  const now = Date.now();
  const mail = userEmail({ id: session.userId, emailBox: session.emailBox });
  const waiting = memberships.flatMap(({ grants }) =>
    inForce(grants.flatMap(toGrant), factor.on).waiting.map(
      ({ permission }) => PERMISSIONS[permission].label,
    ),
  );
  const has = (kind: (typeof factor.kinds)[number]) => factor.kinds.includes(kind);
  return (
    <AuthCard
      wide
      title="Second factor"
      description="Something besides your password, so that whoever learns it cannot sign in as you. Set up two kinds if you can: one may get lost."
      signedIn
      footer={<Back to={from} />}
    >
      <Demands session={session} now={now} />
      {waiting.length > 0 && <Waiting labels={[...new Set(waiting)]} setUp="" />}
      {passkeysWork() && (
        <Section
          title="Passkeys"
          description="The strongest: your finger, face or PIN on this device or on a security key. Nothing to type, and it works on this site alone, so nobody can trick you out of it. It signs you in without your password, too."
        >
          <PasskeySection
            {...{ passkeys, zone, now, change }}
            device={deviceName((await headers()).get("user-agent") ?? "")}
            ask={askForNewPasskey}
          />
        </Section>
      )}
      <Section
        title="Authenticator app"
        description="Strong: a code from an app on your phone or in your password manager. Works offline. A false page could still ask you for one."
      >
        <AppSection
          on={has("totp")}
          setup={setup && { ...setup, qr: toQr(setup.uri) }}
          change={change}
        />
      </Section>
      <Section
        title="Codes by mail"
        description="Weak: whoever reads your mail can also set a new password by mail. Better than a password alone."
      >
        <CodesSection kind="email" on={has("email")} to={mail} waits={sent.email} change={change} />
      </Section>
      {(textsWork() || has("sms")) && (
        <Section
          title="Codes by text"
          description="The weakest: numbers are taken over by talking to a shop, and texts can be read on the way. Better than a password alone."
        >
          <CodesSection
            kind="sms"
            on={has("sms")}
            to={sent.numberEnd && `the number ending in ${sent.numberEnd}`}
            waits={sent.sms}
            change={change}
          />
        </Section>
      )}
      {factor.on && (
        <Section
          title="Backup codes"
          description="For the day when the phone is lost: each stands in for any other factor, once. Lost those too? Ask who manages the members of your organisation."
        >
          <BackupSection codesLeft={factor.codesLeft} change={change} />
        </Section>
      )}
    </AuthCard>
  );
}

export default accountPage(SecondFactorPage, searchSchema);

type From = CurrentSession["memberships"][number] | undefined;

/** Of the account's factors nothing is shown to who came by an organisation's provider: whoever runs it could be there. */
function ByProvider({ session, from }: { readonly session: CurrentSession; readonly from: From }) {
  const to = from ? `/second-factor?org=${from.slug}` : "/second-factor";
  return (
    <AuthCard signedIn title="Second factor" footer={<Back to={from} />}>
      <Demands session={session} now={Date.now()} />
      <p className="text-sm">
        You signed in by your organisation’s provider, which counts in that organisation alone.
        Second factors are shown to who signs in by the account’s own means. Without a password, set
        one by “Forgot your password?” on the page of sign-in.
      </p>
      <ButtonLink variant="primary" wide href={`/sign-in?${new URLSearchParams({ to })}`}>
        Sign in with your password
      </ButtonLink>
    </AuthCard>
  );
}

function Back({ to }: { readonly to: From }) {
  return (
    <Link href={to ? `/o/${to.slug}/me` : "/organisations"}>
      Back{to && ` to ${to.organisation}`}
    </Link>
  );
}

/** What organisations that the session may be told of ask for. */
function Demands({ session, now }: { readonly session: CurrentSession; readonly now: number }) {
  const memberships = namedTo(session);
  return (
    <FactorDemands
      others={memberships.length > 1}
      demands={memberships.flatMap(({ slug, organisation, factor: asked }) => {
        const standing = standingIn(session, slug);
        if ((asked.since === null && !asked.lost) || !isAbout(standing)) return [];
        const until =
          standing.kind === "soon" && formatInstant(standing.until, zones(session.zone), now);
        const kinds = askedKinds(asked);
        return [{ organisation, slug, kinds, lost: asked.lost, standing: standing.kind, until }];
      })}
    />
  );
}

/** Whether the standing is one that second factors decide. */
function isAbout<S extends { readonly kind: string }>(
  standing: S,
): standing is Exclude<S, { readonly kind: "sso" | "own" | "bypass" | "out" }> {
  return !["sso", "own", "bypass", "out"].includes(standing.kind);
}

async function load(session: CurrentSession) {
  const { userId, sessionHash } = session;
  const now = Date.now();
  const scope = setUpScope(sessionHash);
  const [email, sms] = [
    await waitingCode({ userId, kind: "email", scope }, now),
    await waitingCode({ userId, kind: "sms", scope }, now),
  ];
  return {
    factor: await factorOf(userId),
    passkeys: await listPasskeys(userId),
    setup: await setupOf(session, now),
    sent: {
      email: email !== null,
      sms: sms !== null,
      numberEnd: (await phoneEnd(userId)) ?? sms?.numberEnd ?? null,
    },
  };
}
