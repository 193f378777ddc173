/** Waits until `holds`, asking ten times a second; only a fault lets it go on for ever. */
export async function until(holds: () => Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 100));
}
