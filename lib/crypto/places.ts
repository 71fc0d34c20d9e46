// Where sealed values belong that more than one file seals or opens; see box.ts. First those of accounts.

export const emailPlace = (userId: string) => ({
  table: "User",
  column: "email",
  orgId: "",
  row: userId,
});

export const totpPlace = (userId: string) => ({
  table: "User",
  column: "totp",
  orgId: "",
  row: userId,
});

/** Of an authenticator app that is being set up, in one of the user's sessions. */
export const totpSetupPlace = (userId: string) => ({ ...totpPlace(userId), column: "totpSetup" });

/** Where what a provider calls somebody belongs. */
export const labelPlace = (provider: string, subjectHash: string) => ({
  table: "Identity",
  column: "label",
  orgId: "",
  row: `${provider}/${subjectHash}`,
});

export const backupPlace = (id: string) => ({
  table: "BackupCode",
  column: "code",
  orgId: "",
  row: id,
});

export const phonePlace = (userId: string) => ({
  table: "CodeFactor",
  column: "address",
  orgId: "",
  row: userId,
});

export const sessionPlace = (idHash: string) => ({
  table: "Session",
  column: "address",
  orgId: "",
  row: idHash,
});

export const memberEmailPlace = (orgId: string, memberId: string) => ({
  table: "Member",
  column: "email",
  orgId,
  row: memberId,
});

export const invitationEmailPlace = (orgId: string, id: string) => ({
  table: "Invitation",
  column: "email",
  orgId,
  row: id,
});

/** A way to reach a person on the roster. */
export const contactPlace = (orgId: string, id: string) => ({
  table: "ContactMethod",
  column: "value",
  orgId,
  row: id,
});

/** What the organisation's provider says of somebody. */
export const scimDetailsPlace = (orgId: string, id: string) => ({
  table: "ScimUser",
  column: "details",
  orgId,
  row: id,
});
