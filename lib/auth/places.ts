/** Where the sealed values of accounts belong; see lib/crypto/box.ts. */
export const totpPlace = (userId: string) => ({
  table: "User",
  column: "totp",
  orgId: "",
  row: userId,
});

/** Of an authenticator app that is being set up. */
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
