/** What work costs this thread of the processor, ms: other programs have no part in it, as they have in what the clock shows. */
export async function processorTime(work: () => unknown): Promise<number> {
  const before = process.threadCpuUsage();
  await work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
