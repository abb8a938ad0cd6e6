/** The scheme of Check Setup's report: a document that is on no disk and cannot be edited. */
export const setupScheme = 'hearth-setup';
