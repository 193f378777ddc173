/** The pages that are applications: React wakes there, and nowhere else. */
export const APPLICATIONS: readonly string[] = ['/run'];
