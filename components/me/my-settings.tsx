import { KeyRound } from "lucide-react";
import type { ComponentProps } from "react";
import { ActionForm, type FormAction } from "@/components/form/action-form";
import { FormText, PasswordOf } from "@/components/form/fields";
import { ZoneSelect } from "@/components/form/zone-select";
import { ContactFields } from "@/components/people/person-fields";
import { Identities } from "@/components/sso/identities";
import { ButtonLink } from "@/components/ui/button";
import { SettingsSection } from "@/components/ui/card";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FactorKind } from "@/lib/auth/schema";
import type { Instant } from "@/lib/schedule/types";
import type { Zone } from "@/lib/schedule/zone";
import { type Device, Devices } from "./devices";
import { FactorSummary } from "./factor-summary";

type Account = {
  /** The address that it is signed in to with. */
  readonly email: string;
  readonly factor: {
    readonly kinds: readonly FactorKind[];
    readonly codesLeft: number;
    /** The page where it changes. */
    readonly href: string;
  };
  readonly sso: Omit<ComponentProps<typeof Identities>, "zone" | "now">;
};

/** What a member sets about themselves: profile, password, second factor, devices. */
export function MySettings({
  name,
  zoneNames,
  zone,
  now,
  contacts,
  account,
  devices,
  signIn,
  keys,
  current,
  changeProfile,
  changePassword,
  signOut,
  signOutOthers,
}: {
  readonly name: string;
  readonly zoneNames: readonly string[];
  readonly zone: Zone;
  readonly now: Instant;
  /** Null for a member who is no person on the roster. */
  readonly contacts: { readonly phone: string | null; readonly email: string | null } | null;
  /** Of the account, which is no organisation's; false where its own means did not open the session. */
  readonly account: Account | false;
  /** Where the viewer is signed in: by an organisation's provider, where its own means did not open this session. */
  readonly devices: readonly Device[];
  /** The page on which they do. */
  readonly signIn: string;
  /** The page of the viewer's API keys. */
  readonly keys: string;
  readonly current: string;
  readonly changeProfile: FormAction;
  readonly changePassword: FormAction;
  readonly signOut: FormAction;
  readonly signOutOthers: FormAction;
}) {
  return (
    <div className="border-line border-t pt-8">
      <SettingsSection
        title="Profile and contact"
        description="How the roster shows you, and how people reach you when you are on call."
      >
        <ActionForm action={changeProfile} done="Saved.">
          <FormText name="name" label="Name" autoComplete="name" required defaultValue={name} />
          {contacts && <ContactFields phone={contacts.phone} email={contacts.email} />}
          <ZoneSelect
            key={zone.name}
            names={zoneNames}
            defaultValue={zone.name}
            hint="All times that you see are in it."
          />
          <div>
            <SubmitButton pending="Saving…">Save</SubmitButton>
          </div>
        </ActionForm>
      </SettingsSection>
      {account ? (
        <AccountSettings {...account} {...{ zone, now, changePassword }} />
      ) : (
        <SettingsSection title="Account" description="It may belong to other organisations, too.">
          <p className="text-sm">
            You signed in by your organisation’s provider. Password, second factor, other devices
            and other ways to sign in are shown to who signs in by the account’s own means.
          </p>
          <div>
            <ButtonLink href={signIn}>Sign in with your password</ButtonLink>
          </div>
        </SettingsSection>
      )}
      <SettingsSection
        title="Devices"
        description={
          account ? "Where you are signed in." : "Where your organisation’s provider signed you in."
        }
      >
        <Devices
          {...{ devices, current, zone, now, signOut, signOutOthers }}
          consequence={
            account
              ? "You stay signed in here. All other devices have to sign in again, and are strangers to your account."
              : "You stay signed in here. All others in this list have to sign in again."
          }
        />
      </SettingsSection>
      <SettingsSection
        title="API keys"
        description="For your own programs: they see what you see, and no more."
      >
        <div>
          <ButtonLink href={keys}>
            <KeyRound aria-hidden />
            Your API keys
          </ButtonLink>
        </div>
      </SettingsSection>
    </div>
  );
}

/** What opens the account. */
function AccountSettings({
  email,
  factor,
  sso,
  zone,
  now,
  changePassword,
}: Account & {
  readonly zone: Zone;
  readonly now: Instant;
  readonly changePassword: FormAction;
}) {
  return (
    <>
      <SettingsSection
        title="Password"
        description="Changing it signs you out on every other device, and keeps you signed in here."
      >
        <ActionForm action={changePassword} done="Your password is changed.">
          <PasswordOf email={email} />
          <FormText
            name="presentPassword"
            label="Present password"
            type="password"
            autoComplete="current-password"
            required
          />
          <FormText
            name="password"
            label="New password"
            type="password"
            autoComplete="new-password"
            hint="At least 12 characters. A few words are easier to remember."
            required
          />
          <div>
            <SubmitButton variant="quiet" pending="Changing…">
              Change the password
            </SubmitButton>
          </div>
        </ActionForm>
      </SettingsSection>
      <SettingsSection
        title="Second factor"
        description="Asked for after your password: a passkey, or a code from an app, by mail or by text."
      >
        <FactorSummary {...factor} />
      </SettingsSection>
      {sso.identities.length + sso.providers.length > 0 && (
        <SettingsSection
          title="Sign-in by providers"
          description="Sign in to this account where you sign in to something else."
        >
          <Identities {...sso} zone={zone} now={now} />
        </SettingsSection>
      )}
    </>
  );
}
