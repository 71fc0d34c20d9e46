import "server-only";
import { emailIndex } from "@/lib/auth/account";
import { keptPlace } from "@/lib/auth/kept-key";
import type { IdentityDb } from "@/lib/auth/sealed-store";
import {
  backupPlace,
  contactPlace,
  emailPlace,
  invitationEmailPlace,
  labelPlace,
  memberEmailPlace,
  phonePlace,
  scimDetailsPlace,
  sessionPlace,
  totpPlace,
  totpSetupPlace,
} from "@/lib/crypto/places";
import { addressIndex } from "@/lib/directory/address";
import { secretPlace } from "@/lib/sso/provider";
import type { TenantDb } from "@/lib/tenancy/db";
import type { Row, SealedColumn } from "./column";

const at = (table: string, column: string, row: unknown, orgId = "") => ({
  table,
  column,
  orgId,
  row: String(row),
});

/** What accounts keep encrypted. A column of the database that is missing here fails a test. */
export const IDENTITY_COLUMNS: readonly SealedColumn<IdentityDb>[] = [
  {
    name: "User.emailBox",
    table: (db) => db.user,
    box: "emailBox",
    keys: ["id"],
    place: ({ id }) => emailPlace(String(id)),
    index: { column: "emailHash", of: (_, email) => emailIndex(email) },
  },
  {
    name: "User.totpBox",
    table: (db) => db.user,
    box: "totpBox",
    keys: ["id"],
    place: ({ id }) => totpPlace(String(id)),
  },
  {
    // Servers of the version before write it, until they are replaced.
    name: "User.totpSetupBox",
    table: (db) => db.user,
    box: "totpSetupBox",
    keys: ["id"],
    place: ({ id }) => totpSetupPlace(String(id)),
  },
  {
    name: "BackupCode.codeBox",
    table: (db) => db.backupCode,
    box: "codeBox",
    keys: ["id"],
    place: ({ id }) => backupPlace(String(id)),
  },
  {
    name: "CodeFactor.addressBox",
    table: (db) => db.codeFactor,
    box: "addressBox",
    keys: ["userId", "kind"],
    place: ({ userId }) => phonePlace(String(userId)),
  },
  {
    name: "SentCode.addressBox",
    table: (db) => db.sentCode,
    box: "addressBox",
    keys: ["id", "userId"],
    place: ({ userId }) => phonePlace(String(userId)),
  },
  {
    name: "Identity.labelBox",
    table: (db) => db.identity,
    box: "labelBox",
    keys: ["subjectHash", "provider"],
    place: ({ provider, subjectHash }) => labelPlace(String(provider), String(subjectHash)),
  },
  {
    name: "SamlAssertion.box",
    table: (db) => db.samlAssertion,
    box: "box",
    keys: ["idHash", "ticketHash"],
    place: ({ ticketHash }) => at("SamlAssertion", "box", ticketHash),
  },
  {
    name: "Session.addressBox",
    table: (db) => db.session,
    box: "addressBox",
    keys: ["idHash"],
    place: ({ idHash }) => sessionPlace(String(idHash)),
  },
  {
    name: "Session.totpSetupBox",
    table: (db) => db.session,
    box: "totpSetupBox",
    keys: ["idHash", "userId"],
    place: ({ userId }) => totpSetupPlace(String(userId)),
  },
  {
    name: "KeptKey.keyBox",
    table: (db) => db.keptKey,
    box: "keyBox",
    keys: ["purpose"],
    place: ({ purpose }) => keptPlace(String(purpose)),
  },
];

const used = (table: "ApiKey" | "Feed" | "ScimToken") => ({
  name: `${table}.usedFromBox`,
  box: "usedFromBox",
  keys: ["id"] as const,
  place: ({ id }: Row, orgId: string) => at(table, "usedFrom", id, orgId),
});

const indexed = (column: string) => ({ column, of: addressIndex });

/** What an organisation keeps encrypted. The outbox, whose ciphertexts lie inside a document, is in outbox.ts. */
export const TENANT_COLUMNS: readonly SealedColumn<TenantDb>[] = [
  {
    name: "Member.emailBox",
    table: (db) => db.member,
    box: "emailBox",
    keys: ["id"],
    place: ({ id }, orgId) => memberEmailPlace(orgId, String(id)),
    index: indexed("emailHash"),
  },
  {
    name: "Invitation.emailBox",
    table: (db) => db.invitation,
    box: "emailBox",
    keys: ["id"],
    place: ({ id }, orgId) => invitationEmailPlace(orgId, String(id)),
    index: indexed("emailHash"),
  },
  {
    name: "ContactMethod.valueBox",
    table: (db) => db.contactMethod,
    box: "valueBox",
    keys: ["id"],
    place: ({ id }, orgId) => contactPlace(orgId, String(id)),
    index: indexed("valueHash"),
  },
  {
    name: "PersonKey.keyBox",
    table: (db) => db.personKey,
    box: "keyBox",
    keys: ["holderId"],
    place: ({ holderId }, orgId) => at("PersonKey", "key", holderId, orgId),
  },
  {
    name: "RequestKey.answerBox",
    table: (db) => db.requestKey,
    box: "answerBox",
    keys: ["key", "memberId"],
    place: ({ key, memberId }, orgId) => at("RequestKey", "answer", `${memberId}/${key}`, orgId),
  },
  {
    name: "SsoConnection.secretBox",
    table: (db) => db.ssoConnection,
    box: "secretBox",
    keys: ["id"],
    place: ({ id }, orgId) => secretPlace(orgId, String(id)),
  },
  { ...used("ApiKey"), table: (db) => db.apiKey },
  { ...used("Feed"), table: (db) => db.feed },
  { ...used("ScimToken"), table: (db) => db.scimToken },
  {
    name: "ScimUser.detailsBox",
    table: (db) => db.scimUser,
    box: "detailsBox",
    keys: ["id"],
    place: ({ id }, orgId) => scimDetailsPlace(orgId, String(id)),
  },
];
