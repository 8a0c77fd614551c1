// Choices of whose value stands in a field where two files differ. No knowledge of records.

/** Fields in which the value of the file that goes was chosen. */
export function taken(chosen: Record<string, string>, goes: string): string[] {
  return Object.entries(chosen)
    .filter(([, of]) => of === goes)
    .map(([field]) => field)
}
