// Loaded into a child before its program: it ends with the parent, even one that was killed outright.
process.on("disconnect", () => process.exit(1));
