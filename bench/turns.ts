/** Measures each subject once a round, the order turned round every time, so that drift of the machine hits all alike. */
export async function inTurns<S, T>(
  subjects: readonly S[],
  rounds: number,
  measure: (subject: S) => Promise<T>,
): Promise<readonly (readonly T[])[]> {
  const results = subjects.map((): T[] => []);
  for (let round = 0; round < rounds; round++) {
    const order = [...subjects.entries()];
    for (const [index, subject] of round % 2 === 0 ? order : order.reverse()) {
      results[index]?.push(await measure(subject));
    }
  }
  return results;
}
